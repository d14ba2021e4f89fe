// Says in one sentence what has come onto the screen, for those who listen to it: a screen reader reads
// the line #said whenever it changes, and nothing else by itself, least of all the clock.

const said = document.getElementById("said");
const answer = ".answer .word, .answer h1, .answer .about";
const parts = {
  form: ".ask-for h1, .ask-for p",
  idle: ".invite h2, .invite p, .front .notice p",
};

function sentence(main) {
  if (main.dataset.state === "form" && main.querySelector("[autofocus]")) return ""; // its field is read
  const texts = [...main.querySelectorAll(parts[main.dataset.state] ?? answer)].map((one) => one.textContent.trim());
  return texts.filter(Boolean).map((text) => text.replace(/\s+/g, " ").replace(/[^.!?…]$/, "$&.")).join(" ");
}

// The first screen is renewed again and again, and is worth a word only when it says something new.
export function say(main) {
  const text = sentence(main);
  if (main.dataset.state !== "idle" || said.textContent !== text) said.textContent = text;
}
