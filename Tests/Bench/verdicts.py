"""The page that verifies certificates, for a province of two million: its bytes, and how long a
phone six times slower than this machine takes from the page's script to the answer in it.

Cold is a new browser that has never seen the page, opened with the digits in the address; warm is
the next code in the same tab.
"""

import statistics

from playwright.sync_api import sync_playwright

from bed import figure
from browser import launch
from revocations import (
    Key, bundle, certificate, digits, key_certificate, large_province, root_entry)
from verifier import PHONE, filled

ROUNDS = 9
SLOWER = 6
# Notes when the script begins and when the answer is in the page.
WATCH = """
window.moments = {};
new MutationObserver(() => {
  const page = document.documentElement;
  if (!moments.script && document.getElementById("trust")) moments.script = performance.now();
  if (!moments.answer && page && page.dataset.verdict) moments.answer = performance.now();
}).observe(document, { childList: true, subtree: true, attributes: true });
"""
AGAIN = """async (code) => {
  const begun = performance.now();
  location.hash = code;
  await new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));
  document.body.getBoundingClientRect();
  return performance.now() - begun;
}"""


def measure(bed):
    province, device = Key("province"), Key("device")
    register, revoked, replaced = large_province()
    page = filled([root_entry(province)],
                  bundle(province, Key("status"), register, revoked, replaced))
    code = digits(certificate(device, key_certificate(province, device),
                              number=register.number(revoked[1])))
    cold, warm = [], []
    path = bed.folder / "verify.html"
    path.write_text(page)
    with sync_playwright() as playwright:
        for _ in range(ROUNDS):
            first, next_ones = visit(playwright, path.as_uri(), code)
            cold.append(first)
            warm += next_ones
    size, cold, warm = len(page.encode()), statistics.median(cold), statistics.median(warm)
    return [
        figure(f"verifier page with {register.size:,} certificates, {len(revoked):,} of them revoked",
               f"{size:,} bytes", goal="< 65,536 bytes", held=size < 65_536, bytes=size),
        figure(f"its verdict, cold, processor {SLOWER} times slower", f"median {cold:.0f} ms",
               goal="< 200 ms", held=cold < 200, milliseconds=cold),
        figure("the same, warm", f"median {warm:.0f} ms", goal="< 200 ms", held=warm < 200,
               milliseconds=warm),
    ]


def visit(playwright, address, code):
    """A new browser: milliseconds to the first answer, and to each of the next ones."""
    chromium = launch(playwright.chromium)
    profile = chromium.new_context(viewport=PHONE)
    page = profile.new_page()
    page.add_init_script(WATCH)
    wire = profile.new_cdp_session(page)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(f"{address}#{code}")
    page.wait_for_function("() => moments.answer")
    assert page.evaluate("document.documentElement.dataset.verdict") == "revoked"
    cold = page.evaluate("moments.answer - moments.script")
    warm = [page.evaluate(AGAIN, code) for _ in range(5)]
    chromium.close()
    return cold, warm
