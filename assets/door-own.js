// A form of two fields under the screen's own letters: the letters go into the field that was touched
// last. Without this they go into the first one.
import { onShow } from "./door-screen.js";

export const current = (form) => form.querySelector("input[data-current]") ?? form.querySelector("input:not([type=hidden])");

function mark(field) {
  for (const one of field.form.querySelectorAll("[data-current]")) delete one.dataset.current;
  field.dataset.current = "";
}

document.addEventListener("focusin", (event) => {
  if (event.target.matches("form:has(.letters) input:not([type=hidden])")) mark(event.target);
});
onShow((main) => {
  const first = main.querySelector("form:has(.letters) input[autofocus]");
  if (first) mark(first);
});
