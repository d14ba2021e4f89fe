// Lets results be heard: four sounds, told apart by their rhythm. A page says which by the colour of its
// result, or by `data-sound`.
//
// A browser plays nothing before somebody has touched the page or pressed a key, which a scanner that
// types does too. The kiosk's own Chromium is started with --autoplay-policy=no-user-gesture-required,
// so that scanners are heard that press no key. A sound that may not be played is no error.
import * as screen from "./door-screen.js";

const names = ["in", "out", "attention", "error"];
const kinds = { success: "in", again: "in", out: "out", attention: "attention", error: "error" };
const players = {};

function nameFor(main) {
  if (main.dataset.sound) return main.dataset.sound;
  return main.matches(".result") ? kinds[Object.keys(kinds).find((kind) => main.matches(`.${kind}`))] : undefined;
}

// Fetches the sounds, so that the first result finds them here.
function load() {
  for (const name of names) {
    players[name] = new Audio(`/assets/door-${name}.wav`);
    players[name].preload = "auto";
  }
}

export async function play(main) {
  if (!screen.setting("sounds", 0)) return;
  if (!players.in) load();
  const player = players[nameFor(main)];
  if (!player) return;
  for (const other of Object.values(players)) other.pause(); // the newest result is the one to hear
  player.currentTime = 0;
  try {
    await player.play();
  } catch {
    // Nobody has touched the page yet, or there is no loudspeaker: the screen says it in two other ways.
  }
}
