// One press that fills in "no" for every row of the attestation; each answer stays to be seen.

const form = document.querySelector("[data-attestation]");
const shortcut = form?.querySelector("[data-attestation-shortcut]");
if (shortcut) {
  shortcut.hidden = false;
  shortcut.querySelector("button").addEventListener("click", () => {
    for (const radio of form.querySelectorAll('input[type="radio"][value="no"]')) radio.checked = true;
    for (const open of form.querySelectorAll(".attest-open")) open.classList.remove("attest-open");
    form.querySelector('button[type="submit"]').focus();
  });
}
