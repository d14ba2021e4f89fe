// Stands between the check-in screen and the service, for one purpose: when a page is opened while the
// service is not there, a calm page says so and tries again, and no browser shows an error.
//
// Every page comes from the service itself. Nothing is stored but that one page, which knows nobody, and
// it is fetched anew whenever the service has answered. So nothing here can be out of date.

const store = "starting";
const calm = "/starting";
const others = ["/desk", "/c", "/api", "/v1", "/assets"];

const isOther = (path) => others.some((one) => path === one || path.startsWith(`${one}/`));

async function keep() {
  const page = await fetch(calm, { cache: "no-cache" });
  if (page.ok) await (await caches.open(store)).put(calm, page);
}

// A check-in must not wait until a sleeping worker has woken: only pages pass through here.
async function bypass(event) {
  const modes = ["cors", "no-cors", "same-origin"];
  await event.addRoutes?.(modes.map((requestMode) => ({ condition: { requestMode }, source: "network" })));
}

async function open(event) {
  try {
    const page = await fetch(event.request);
    event.waitUntil(keep().catch(() => {}));
    return page;
  } catch {
    return (await caches.match(calm)) ?? Response.error();
  }
}

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([keep(), bypass(event).catch(() => {}), self.skipWaiting()]));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode !== "navigate" || request.method !== "GET") return;
  if (!isOther(new URL(request.url).pathname)) event.respondWith(open(event));
});
