// Choosing a reviewer: the row that is chosen is marked, and the choice comes into sight.

const choice = document.getElementById("choice");

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target !== choice) return;
  const chosen = event.detail.requestConfig.elt.closest("tr");
  for (const row of document.querySelectorAll("tr[aria-selected]")) row.removeAttribute("aria-selected");
  chosen?.setAttribute("aria-selected", "true");
  const box = choice.getBoundingClientRect();
  if (box.top > innerHeight - 120) choice.scrollIntoView({ block: "start" });
});
