// The inspector: asks /inspector/api, listens to its stream, and writes text only. Nothing here builds HTML from data.
const api = "/inspector/api/";
const mostRows = 300;
const again = 5000;
const $ = id => document.getElementById(id);
const state = { view: "events", search: "", show: "", rows: new Map(), stream: null, instance: null, asked: 0, outbox: "", lastFocus: null };

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== ""));
  return element;
}

const badge = (text, tone) => make("span", { class: "badge", "data-tone": tone }, text);
const time = value => value ? new Date(value).toISOString().slice(11, 19) : "";
const moment = value => value ? new Date(value).toISOString().replace("T", " ").slice(0, 19) + " UTC" : "";
const instant = value => new Date(value).toISOString().replace("T", " ").slice(0, 23) + " UTC";
const count = value => Number(value ?? 0).toLocaleString("en-US");
const money = line => line.value === null || line.value === undefined ? "" : `${line.value.toFixed(digits(line))} ${line.currency ?? ""}`.trim();

// As many decimals as the value has, and no fewer than its currency.
function digits({ value, currency }) {
  const own = String(value).split(".")[1]?.length ?? 0;
  try {
    return Math.max(own, new Intl.NumberFormat("en-US", { style: "currency", currency }).resolvedOptions().minimumFractionDigits);
  } catch {
    return own;
  }
}

async function ask(path, options) {
  const response = await fetch(api + path, options);
  if (response.status === 401) {
    signIn();
    throw new Error("The key is needed.");
  }
  const answer = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) throw new Error(answer?.error ?? `The gateway answered ${response.status}.`);
  return answer;
}

const change = (path, body) => ask(path, {
  method: "POST", headers: { "Content-Type": "application/json", "X-ProxyCapi-Inspector": "1" }, body: JSON.stringify(body),
});

/* Outcomes */

function outcome(line) {
  if (!line.outcome) return line.state === "in_doubt" ? ["in doubt", "odd"] : [line.state, "key"];
  const text = line.reason && line.reason !== line.outcome ? `${line.outcome} / ${line.reason}` : line.outcome;
  const tone = line.outcome === "accepted" ? "good" : ["dead", "expired", "shed", "failed", "unread"].includes(line.outcome) ? "bad" : "odd";
  return [text, tone];
}

/* Events */

const columns = ["Time", "Event", "Value", "Order", "Pixel", "Source", "Match keys", "Quality", "Consent", "Outcome", "Answer", "Delay"];

function row(line) {
  const [text, tone] = outcome(line);
  const name = line.event || "no event";
  const cells = [
    time(line.event_time),
    [make("button", { type: "button", class: "open", on: { click: () => openStory(line.number) } }, name), line.is_test ? badge("test", "odd") : null],
    money(line),
    line.order_id ?? line.event_id ?? "",
    line.pixel,
    line.source,
    line.match_keys.map(key => badge(shortKey(key), "key")),
    line.quality === null ? "" : badge(`${line.quality} ${line.level}`, line.level === "high" ? "good" : line.level === "medium" ? "odd" : "bad"),
    line.consent ?? "",
    badge(text, tone),
    line.answer ?? "",
    line.delay_seconds === null || line.delay_seconds === undefined ? "" : `${line.delay_seconds} s`,
  ];
  return make("tr", { "data-number": line.number, "data-order": line.order_id ?? "", "data-event": line.event_id ?? "" },
    cells.map((cell, i) => make("td", { "data-label": columns[i], class: i === 2 || i === 11 ? "number" : null }, cell === "" || cell.length === 0 ? "" : make("span", {}, cell))));
}

const shortKey = key => ({ client_ip_address: "ip", client_user_agent: "ua" })[key] ?? key;

function fits(line) {
  const dropped = line.outcome && line.outcome !== "accepted";
  if ((state.show === "events" && dropped) || (state.show === "drops" && !dropped)) return false;
  const text = state.search.trim().toLowerCase();
  return !text || [line.order_id, line.event_id, line.page, line.event].some(value => value?.toLowerCase().includes(text)) || line.reason?.toLowerCase() === text;
}

function put(line, isNew) {
  const known = state.rows.get(line.number);
  if (!fits(line)) {
    known?.remove();
    state.rows.delete(line.number);
    return;
  }
  const next = row(line);
  if (isNew && !known) next.classList.add("new");
  const hadFocus = known?.contains(document.activeElement);
  if (known) known.replaceWith(next); else insert(next, line.number);
  if (hadFocus) next.querySelector("button").focus();
  state.rows.set(line.number, next);
  for (const [number, old] of state.rows) {
    if (state.rows.size <= mostRows) break;
    old.remove();
    state.rows.delete(number);
  }
}

// The newest number stands first; what comes late finds its place from the top.
function insert(next, number) {
  let place = $("events").firstElementChild;
  while (place && Number(place.dataset.number) > number) place = place.nextElementSibling;
  $("events").insertBefore(next, place);
}

// Only the answer to the last question counts; what the stream told meanwhile is in it.
async function loadEvents() {
  const asked = ++state.asked;
  const query = new URLSearchParams({ search: state.search, show: state.show, limit: "300" });
  const answer = await ask(`events?${query}`);
  if (asked !== state.asked) return answer.version;
  state.rows.clear();
  $("events").replaceChildren();
  $("archive").replaceChildren();
  [...answer.events].reverse().forEach(line => put(line, false));
  say();
  return answer.version;
}

// The outbox opens sealed bodies to find a number: it is asked when somebody means it, not at each letter.
async function search() {
  state.search = $("search").value;
  try {
    await loadEvents();
    const text = state.search.trim();
    const isKnown = [...state.rows.values()].some(known => known.dataset.order === text || known.dataset.event === text);
    if (text && !isKnown) showArchive(await ask(`find?${new URLSearchParams({ text })}`));
  } catch (error) {
    $("events-status").textContent = error.message;
  }
}

function say() {
  const shown = state.rows.size;
  $("events-empty").hidden = shown > 0 || state.search !== "" || state.show !== "";
  $("events-status").textContent = state.search || state.show ? `${count(shown)} of what is remembered ${shown === 1 ? "fits" : "fit"}.` : "";
}

function showArchive(found) {
  $("archive").replaceChildren();
  if (!found) return;
  const items = found.items.map(entry => make("div", { class: "card" },
    make("h3", {}, `In the outbox: ${entry.item.event} ${entry.item.event_id ?? ""}`),
    list({ Order: entry.order_id, Pixel: entry.item.pixel, State: entry.item.state, "Event time": moment(entry.item.event_time), Reason: entry.item.reason, "Meta's code": entry.item.code, Note: entry.item.note }),
    entry.payload ? make("pre", { tabindex: "0", "aria-label": "The event, masked" }, JSON.stringify(entry.payload, null, 2)) : null));
  const left = found.left.map(entry => make("div", { class: "card" },
    make("h3", {}, `${entry.event ?? "An event"} has left the outbox`),
    make("p", {}, `Pixel ${entry.pixel}: Meta accepted it, or it was a dead letter that was deleted. The same order counts as a duplicate until ${moment(entry.remembered_until)}.`)));
  $("archive").append(...items, ...left);
  if (items.length + left.length === 0) $("archive").append(make("p", { class: "empty" }, "Neither memory nor the outbox knows it."));
}

const list = pairs => make("dl", {}, Object.entries(pairs).filter(([, value]) => value !== null && value !== undefined && value !== "")
  .map(([name, value]) => [make("dt", {}, name), make("dd", {}, typeof value === "string" || typeof value === "number" ? String(value) : value)]));

/* One story */

async function openStory(number) {
  state.lastFocus = document.activeElement;
  try {
    const story = await ask(`events/${number}`);
    showStory(story);
  } catch (error) {
    $("story-title").textContent = "Event";
    $("story-body").replaceChildren(make("p", {}, error.message));
  }
  if (!$("story").open) $("story").showModal();
}

function showStory({ line, fields, steps }) {
  const [text, tone] = outcome(line);
  $("story").dataset.number = line.number;
  $("story-title").textContent = `${line.event || "No event"} ${line.order_id ?? line.event_id ?? ""}`.trim();
  const body = [
    make("p", {}, badge(text, tone), line.is_test ? badge("test", "odd") : null),
    list({
      "Event time": moment(line.event_time), "Event id": line.event_id, Order: line.order_id, Value: money(line), Pixel: line.pixel, Source: line.source, Page: line.page,
      Consent: line.consent, "Match keys": line.match_keys.length ? line.match_keys.map(key => badge(shortKey(key), "key")) : "",
      "Estimated match quality": line.quality === null ? "" : `${line.quality} of 10 (${line.level})`, "Meta's answer": line.answer, Delay: line.delay_seconds === null ? "" : `${line.delay_seconds} s`,
    }),
    make("h3", {}, "What happened"),
    make("ol", { class: "steps" }, steps.map(step => make("li", {}, make("strong", {}, step.name), ` ${instant(step.at)}: ${step.text}`))),
  ];
  if (fields.length) {
    body.push(make("h3", {}, "Where each field comes from"), table(["Field", "Value", "Origin"], fields.map(field => [field.key, field.value, field.origin])));
  }
  $("story-body").replaceChildren(...body);
}

function table(heads, rows) {
  return make("table", { class: "stack" },
    make("thead", {}, make("tr", {}, heads.map(head => make("th", { scope: "col" }, head)))),
    make("tbody", {}, rows.map(cells => make("tr", {}, cells.map((cell, i) => make("td", { "data-label": heads[i] }, cell ?? ""))))));
}

/* The other views */

async function loadOverview() {
  const overview = await ask("overview");
  const mode = overview.mode === "live" ? "" : `, mode ${overview.mode}`;
  $("about").textContent = `Version ${overview.version?.split("+")[0] ?? "?"}, running since ${moment(overview.started_at)}${mode}`;
  $("health").textContent = overview.health === "healthy" ? "delivery is well" : overview.health === "degraded" ? "look at findings" : "delivery needs you";
  $("health").dataset.tone = overview.health === "healthy" ? "good" : overview.health === "degraded" ? "odd" : "bad";
  const today = overview.today;
  const sums = { "Exchanges today": today.exchanges, "Purchases seen": today.purchases, "Events seen": today.seen, Accepted: today.accepted, Duplicates: today.duplicate, Dropped: today.dropped, Lost: today.lost, Unpaid: today.unpaid };
  $("sums").replaceChildren(...Object.entries(sums).map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, count(value)))));
  const dead = overview.pixels.reduce((sum, pixel) => sum + pixel.dead, 0);
  $("dead-count").textContent = dead ? `(${count(dead)})` : "";
  showPixels(overview.pixels);
}

function showPixels(pixels) {
  const tones = { sending: "good", throttled: "odd", retrying: "odd", in_doubt: "odd", on_hold: "bad" };
  $("pixels").replaceChildren(...pixels.map(pixel => make("article", { class: "card" },
    make("h3", {}, `${pixel.name} `, badge(pixel.state.replace("_", " "), tones[pixel.state]), pixel.is_test ? badge("test code set", "odd") : null),
    pixel.hold ? make("p", {}, `Meta answered ${pixel.hold.label} since ${moment(pixel.hold.since)}. ${pixel.hold.cure}`) : null,
    list({
      Id: pixel.id ?? "not configured any more", Waiting: count(pixel.waiting), "In doubt": count(pixel.in_doubt), "In memory only": count(pixel.in_memory), "Dead letters": count(pixel.dead),
      "Oldest waiting": moment(pixel.oldest_event_time), "Rate limit used": `${pixel.usage_percent} %`, "Next attempt in": pixel.pause_seconds ? `${pixel.pause_seconds} s` : "",
    }))));
  if (!pixels.length) $("pixels").append(make("p", { class: "empty" }, "No pixel is configured: add one to ProxyCapi:Pixels."));
}

async function loadOutbox() {
  const outbox = await ask("outbox");
  const picture = JSON.stringify([outbox.dead, outbox.waiting]);
  if (picture === state.outbox) return;
  state.outbox = picture;
  const focused = document.activeElement?.getAttribute("aria-label");
  $("outbox-files").textContent = outbox.database_bytes === undefined ? "" : `Database ${count(Math.round(outbox.database_bytes / 1024))} KB, free on the disk ${outbox.free_bytes === null ? "unknown" : `${count(Math.round(outbox.free_bytes / 1048576))} MB`}.`;
  const heads = ["Id", "Event", "Order or event id", "Pixel", "Event time", "Tries", "Reason", "Meta said"];
  const cells = item => [item.id, item.event, item.order_id ?? item.event_id, item.pixel, moment(item.event_time), item.attempts, item.reason ?? item.state, [item.code, item.note].filter(Boolean).join(" ")];
  $("dead").replaceChildren(outbox.dead.length
    ? table([...heads, "Replay"], outbox.dead.map(item => [...cells(item), make("button", { type: "button", "aria-label": `Replay ${item.event} ${item.event_id ?? item.id}`, on: { click: () => replay({ ids: [item.id] }) } }, "Replay")]))
    : make("p", { class: "empty" }, "There are no dead letters."));
  $("replay-all").disabled = outbox.dead.length === 0;
  $("waiting").replaceChildren(outbox.waiting.length ? table(heads, outbox.waiting.map(cells)) : make("p", { class: "empty" }, "Nothing waits."));
  if (focused) [...$("dead").querySelectorAll("button")].find(button => button.getAttribute("aria-label") === focused)?.focus();
}

async function replay(wish) {
  try {
    const result = await change("outbox/replay", wish);
    const refused = result.refused.map(entry => `${entry.id}: ${entry.because}`).join(" ");
    $("replay-status").textContent = `${count(result.replayed.length)} given back to the outbox.${refused ? ` Not replayed: ${refused} To insist, use "outbox replay --force".` : ""}`;
  } catch (error) {
    $("replay-status").textContent = error.message;
  }
  await Promise.all([loadOutbox(), loadOverview()]);
}

async function loadRules() {
  const answer = await ask("rules");
  $("rules").replaceChildren(
    make("p", {}, answer.discovery ? `Discovery reads ${answer.discovery.join(", ")} without a rule.` : "Discovery is off."),
    answer.rules.length
      ? table(["Rule", "Event", "Path", "Methods", "Fitted", "Gave", "Last fitted"], answer.rules.map(rule =>
        [rule.name, (rule.event ?? "as the page says") + (rule.enrich ? ", adds only" : ""), rule.path ?? "any", rule.methods.join(", ") || "any", count(rule.matched), count(rule.converted), moment(rule.last_seen) || "not since the start"]))
      : make("p", { class: "empty" }, "There are no rules: what pages say by themselves is enough for many shops."));
}

async function loadFindings() {
  const { findings } = await ask("findings");
  const tones = { error: "bad", warning: "odd", info: "key" };
  $("finding-count").textContent = findings.length ? `(${findings.length})` : "";
  $("findings").replaceChildren(findings.length
    ? make("div", { class: "cards" }, findings.map(finding => make("article", { class: "card", "data-finding": finding.id },
      make("h3", {}, badge(finding.severity, tones[finding.severity]), ` ${finding.title}`), make("p", {}, finding.cure),
      list({ Seen: finding.count === null ? "" : `${count(finding.count)} times`, Last: moment(finding.last_seen), "For example": finding.example }))))
    : make("p", { class: "empty" }, "Nothing to complain about."));
}

async function loadReport() {
  const report = await ask(`report?since=${$("since").value}`);
  const others = row => Object.entries(row.others).map(([reason, number]) => `${count(number)} ${reason}`).join(", ");
  $("report").replaceChildren(
    report.events.length
      ? table(["Day", "Pixel", "Event", "Seen", "Accepted", "Duplicate", "Open", "Otherwise"], report.events.map(row =>
        [row.day, row.pixel || "(none)", row.event, count(row.seen), count(row.accepted), count(row.duplicate), count(row.open), others(row)]))
      : make("p", { class: "empty" }, "Nothing was counted in this time."),
    make("h3", {}, "Gaps"),
    report.findings.length
      ? make("ul", {}, report.findings.map(finding => make("li", {}, `${finding.event ? `${finding.event}: ` : ""}${finding.text}`)))
      : make("p", { class: "empty" }, "No gap: everything that was seen has ended as it should."),
    make("h3", {}, "Exchanges by day"),
    table(["Day", "Observed", "With events", "Unpaid", "Doubtful", "Other ends"], report.days.map(day =>
      [day.day, count(day.observed), count(day.with_events), count(day.unpaid), count(day.doubtful),
        day.exchanges.filter(line => !["converted", "unpaid", "refused"].includes(line.reason)).map(line => `${count(line.count)} ${line.reason}`).join(", ")])),
    report.replayed ? make("p", {}, `${count(report.replayed)} dead letters were replayed: each of them has ended twice.`) : "");
}

const loaders = { events: loadEvents, pixels: loadOverview, outbox: loadOutbox, rules: loadRules, findings: loadFindings, report: loadReport };

async function show(view) {
  // "#views" is the skip link's.
  if (!loaders[view] && view !== "") return;
  state.view = view || "events";
  for (const name of Object.keys(loaders)) $(`view-${name}`).hidden = name !== state.view;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${state.view}`) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  }
  await loaders[state.view]();
}

/* Live */

function listen(version) {
  state.stream?.close();
  state.stream = new EventSource(`${api}stream?after=${version}`);
  state.stream.onopen = () => pill("live", "good");
  state.stream.addEventListener("hello", message => {
    // The gateway was started again: its numbers begin anew, and what stands here means nothing any more.
    if (state.instance && state.instance !== message.data) location.reload();
    state.instance = message.data;
  });
  state.stream.onerror = () => pill("connecting again", "odd");
  state.stream.onmessage = message => {
    JSON.parse(message.data).forEach(line => {
      put(line, true);
      if ($("story").open && Number($("story").dataset.number) === line.number) ask(`events/${line.number}`).then(showStory);
    });
    say();
    refreshSoon();
  };
}

function pill(text, tone) {
  $("live").textContent = text;
  $("live").dataset.tone = tone;
}

let refreshing = null;
function refreshSoon() {
  refreshing ??= setTimeout(() => {
    refreshing = null;
    refresh();
  }, 2500);
}

function refresh() {
  loadOverview().catch(() => {});
  loadFindings().catch(() => {});
  if (state.view === "outbox") loadOutbox().catch(() => {});
  if (state.view === "rules") loadRules().catch(() => {});
}

/* Keys and start */

function signIn() {
  $("app").hidden = true;
  $("sign-in").hidden = false;
  state.stream?.close();
  pill("locked", "odd");
  $("key").focus();
}

async function start() {
  await loadOverview();
  $("sign-in").hidden = true;
  $("app").hidden = false;
  const version = await loadEvents();
  listen(version);
  await show(location.hash.slice(1) || "events");
  await loadFindings();
}

$("sign-in-form").addEventListener("submit", async event => {
  event.preventDefault();
  const response = await fetch(`${api}session`, {
    method: "POST", headers: { "Content-Type": "application/json", "X-ProxyCapi-Inspector": "1" }, body: JSON.stringify({ key: $("key").value }),
  });
  $("key").value = "";
  if (response.ok) begin(); else $("sign-in-error").textContent = (await response.json()).error;
});
let typing;
$("search").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => { state.search = $("search").value; loadEvents().catch(complain); }, 200);
});
$("search-form").addEventListener("submit", event => { event.preventDefault(); clearTimeout(typing); search(); });
$("show").addEventListener("change", () => { state.show = $("show").value; loadEvents().catch(complain); });
$("since").addEventListener("change", () => loadReport().catch(complain));
$("replay-all").addEventListener("click", () => replay({ all: true }));
$("story-close").addEventListener("click", () => $("story").close());
$("story").addEventListener("close", () => {
  const number = $("story").dataset.number;
  (state.rows.get(Number(number))?.querySelector("button") ?? state.lastFocus)?.focus();
});
addEventListener("hashchange", () => show(location.hash.slice(1)).then(() => { if (document.activeElement !== $("search")) $("views").focus(); }).catch(complain));
addEventListener("keydown", event => {
  const isTyping = ["INPUT", "SELECT", "TEXTAREA"].includes(document.activeElement?.tagName);
  if (event.key === "/" && !isTyping && !$("story").open) {
    event.preventDefault();
    $("view-events").hidden = false;
    $("search").focus();
    location.hash = "#events";
  }
  if ((event.key === "j" || event.key === "k") && !isTyping && !$("story").open && state.view === "events") {
    const buttons = [...document.querySelectorAll("#events button.open")];
    const at = buttons.indexOf(document.activeElement);
    buttons[Math.max(0, Math.min(buttons.length - 1, event.key === "j" ? at + 1 : at - 1))]?.focus();
  }
});
setInterval(() => { if (!$("app").hidden && document.visibilityState === "visible") refresh(); }, again);
begin();

// A gateway that starts, or a disk that hangs, is asked again.
function begin() {
  start().catch(error => {
    if ($("sign-in").hidden) {
      complain(error);
      setTimeout(begin, again);
    }
  });
}

function complain(error) {
  pill("not reachable", "bad");
  $("about").textContent = error.message;
}
