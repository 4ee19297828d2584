// What the service worker does with a pushed message: shows it, and leads to where it is about.
self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  event.waitUntil(self.registration.showNotification(told.title || "Roomworthy", {
    body: told.body || "",
    tag: told.id, // what comes twice replaces itself
    icon: "/static/icons/app-192.png",
    data: { link: told.link || "/" },
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const link = new URL(event.notification.data.link, self.location.origin);
  if (link.origin !== self.location.origin) return;
  event.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: "window" });
    const there = open.find((each) => each.url === link.href);
    return there ? there.focus() : self.clients.openWindow(link.href);
  })());
});
