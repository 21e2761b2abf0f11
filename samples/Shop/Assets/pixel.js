// Stands in for the script of the Meta pixel. It does in the browser what the real one does, as far as a server can notice: it sets the first-party
// cookies _fbp and _fbc. It sends nothing; window.fbq.calls keeps what would have been sent.
(() => {
  "use strict";

  const maxAge = 7776000; // 90 days, in seconds
  const shape = /^fb\.\d+\.\d+\.[^.]+(\.[^.]+)?$/;

  const read = (name) => {
    const entry = document.cookie.split("; ").find((cookie) => cookie.startsWith(name + "="));
    return entry && decodeURIComponent(entry.slice(name.length + 1));
  };

  const write = (name, value, domain, age) => {
    const scope = domain ? "; domain=" + domain : "";
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${name}=${value}; path=/; max-age=${age}; samesite=lax${scope}${secure}`;
  };

  // The shortest domain that the browser lets a page of this host write to: it knows where registrable domains begin.
  const findDomain = () => {
    const labels = location.hostname.split(".");
    if (labels.length < 2 || /^[\d.]+$|:/.test(location.hostname)) return "";
    for (let first = labels.length - 2; first >= 0; first--) {
      const domain = labels.slice(first).join(".");
      write("_fbtest", "1", domain, 10);
      const taken = read("_fbtest") === "1";
      write("_fbtest", "", domain, 0);
      if (taken) return domain;
    }
    return "";
  };

  const setCookies = () => {
    const domain = findDomain();
    const prefix = `fb.${domain.split(".").length - 1}.${Date.now()}.`;

    const browser = read("_fbp");
    const digits = crypto.getRandomValues(new Uint32Array(2)).join("").slice(0, 18);
    write("_fbp", browser && shape.test(browser) ? browser : prefix + digits, domain, maxAge);

    const clickId = new URLSearchParams(location.search).get("fbclid");
    const click = read("_fbc");
    const known = click && shape.test(click) ? click : "";
    // The same click keeps the time at which it was first seen.
    if (clickId && known.split(".")[3] !== clickId) write("_fbc", prefix + clickId, domain, maxAge);
  };

  const fbq = window.fbq;
  if (!fbq || fbq.callMethod) return;
  fbq.calls = [];
  fbq.callMethod = (...call) => {
    if (call[0] === "init") setCookies();
    fbq.calls.push(call);
  };
  for (const call of fbq.queue.splice(0)) fbq.callMethod(...call);
})();
