// The notice board: where more notices hang than there is room for, the next ones take their turn.
//
// It never moves for somebody who asked for stillness, waits while somebody is at the screen, and keeps
// its place when a newer first screen comes. Which cards are seen, the style sheet decides by the room
// there is; here only their order changes.
import * as screen from "./door-screen.js";

const turnMilliseconds = 12000;
const still = matchMedia("(prefers-reduced-motion: reduce)");

let firstKey = null; // the card that stands first
let usedAt = -Infinity; // when somebody last touched the screen or a key

const cardsOf = (main) => [...main.querySelectorAll(".board .cards > *")];
const isSeen = (card) => card.getClientRects().length > 0;

function mark(main) {
  const seen = new Set(cardsOf(main).filter(isSeen).map((card) => card.dataset.key));
  for (const dot of main.querySelectorAll(".board .dots i")) dot.classList.toggle("is-here", seen.has(dot.dataset.key));
}

// A first screen has come: it goes on where the one before stood.
function arrange(main) {
  const board = main.querySelector(".board");
  const cards = board ? cardsOf(main) : [];
  if (cards.length === 0) return;
  const place = cards.findIndex((card) => card.dataset.key === firstKey);
  if (place > 0) cards[0].parentElement.append(...cards.slice(0, place));
  board.classList.toggle("is-moving", !still.matches && cards.some((card) => !isSeen(card)));
  mark(main);
}

const isUsed = (main) =>
  performance.now() - usedAt < turnMilliseconds || main.querySelector(".board").contains(document.activeElement)
  || Boolean(document.getElementById("code")?.value);

function turn() {
  const main = screen.main();
  const cards = cardsOf(main);
  const seen = cards.filter(isSeen).length;
  if (still.matches || document.hidden || seen === 0 || seen === cards.length || isUsed(main)) return;
  cards[0].parentElement.append(...cards.slice(0, seen));
  firstKey = cards[seen].dataset.key;
  mark(main);
}

screen.onShow(arrange);
still.addEventListener("change", () => arrange(screen.main()));
addEventListener("resize", () => arrange(screen.main()));
for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => { usedAt = performance.now(); }, true);
setInterval(turn, turnMilliseconds);
