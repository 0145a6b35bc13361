// The intake form: a window of its own name, an address one can come back to, one save at a time.

const form = document.querySelector("form[data-resume]");

if (form) {
  form.querySelector("[data-window]").value = crypto.randomUUID?.() ?? String(Math.random());
  const comeBack = () => {
    if (location.pathname !== form.dataset.resume) history.replaceState(history.state, "", form.dataset.resume);
  };
  form.addEventListener("autosave:saved", comeBack);

  // What htmx asks for waits until what was typed is saved, so that nothing old overtakes it.
  form.addEventListener("htmx:confirm", (event) => {
    event.preventDefault();
    Promise.resolve(document.autosaves?.flush()).finally(() => event.detail.issueRequest(true));
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) comeBack();
  });

  // Typing goes on where the open service begins.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "services") return;
    const opened = document.querySelector("#services [autofocus], #service-rows fieldset.service textarea, #part-services");
    opened?.focus();
  });
}
