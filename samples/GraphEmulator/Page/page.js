'use strict';

// Everything on this page comes from whoever can post an event. It is set as text, never as markup.

const shown = 300;
const pauseBetween = 1000;
const byId = id => document.getElementById(id);
const seen = { generation: 0, revision: -1, event: 0, request: 0 };
let paused = false;

const element = (tag, className, ...children) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter(child => child !== null && child !== undefined && child !== ''));
  return made;
};

const fetchJson = async path => {
  const response = await fetch(path, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
};

const time = text => new Date(text).toLocaleTimeString(undefined, { hour12: false });

const text = value => value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

const money = (value, currency) => {
  if (value === undefined || value === null) return '';
  try {
    return new Intl.NumberFormat(undefined, { style: 'currency', currency: text(currency), maximumFractionDigits: 6 }).format(value);
  } catch {
    return `${text(value)} ${text(currency)}`.trim();
  }
};

const items = data => {
  if (Array.isArray(data.contents)) return data.contents.map(item => `${item?.quantity > 1 ? `${text(item.quantity)} × ` : ''}${text(item?.title ?? item?.id)}`).join(', ');
  if (Array.isArray(data.content_ids)) return data.content_ids.map(text).join(', ');
  return text(data.content_name ?? data.search_string);
};

// Opens the JSON when somebody asks for it, not for each of hundreds of rows.
const unfold = (details, subject) => details.addEventListener('toggle', () => {
  if (details.open && !details.querySelector('pre')) details.append(element('pre', '', JSON.stringify(subject, null, 2)));
}, { once: true });

const shortKeys = { client_ip_address: 'ip', client_user_agent: 'agent' };

const keyBadge = key => {
  const badge = element('span', 'badge', shortKeys[key] ?? key);
  if (shortKeys[key]) badge.title = key;
  return badge;
};

const eventRow = record => {
  const event = record.event;
  const data = event.custom_data ?? {};
  const keys = Object.keys(event.user_data ?? {});
  const name = element('span', 'name', text(event.event_name), ' ');
  if (record.repeat) {
    const mark = element('span', 'badge odd', 'repeat');
    mark.title = 'Same pixel, event name and event id as an earlier one: Meta would discard it.';
    name.append(mark);
  }

  const pixel = element('span', 'of-pixel', `pixel ${record.pixel}`);
  const row = element('details', `event${record.repeat ? ' repeat' : ''}`, element('summary', '',
    name,
    element('span', 'value', money(data.value, data.currency)),
    element('span', 'order', text(data.order_id ?? event.event_id), pixel),
    element('span', 'items', items(data)),
    element('span', 'keys', ...keys.map(keyBadge)),
    element('time', 'time', time(record.received)),
    element('span', 'pixel', `pixel ${record.pixel}`)));
  row.dataset.text = JSON.stringify(record).toLowerCase();
  unfold(row, record);
  return row;
};

const requestRow = record => {
  const label = record.status ? `${record.status}${record.code ? ` · ${record.code}${record.subcode ? `/${record.subcode}` : ''}` : ''}` : 'no answer';
  const reasons = record.problems.slice(0, 3).map(problem => element('span', 'reason', problem));
  if (record.problems.length > 3) reasons.push(element('span', 'reason', `and ${record.problems.length - 3} more`));
  const fate = record.outcome === 'accepted' ? `${record.committed} of ${record.events} committed` : `${record.events} event${record.events === 1 ? '' : 's'}, none committed`;
  const row = element('details', `request${record.outcome === 'accepted' ? '' : ' bad'}`, element('summary', '',
    element('span', 'head',
      element('span', `badge ${record.status === 200 ? 'good' : 'bad'}`, label),
      ...record.faults.map(fault => element('span', 'badge odd', fault)),
      element('span', 'time', `${time(record.time)} · pixel ${record.pixel} · ${fate}`)),
    ...reasons,
    ...(record.outcome === 'accepted' ? record.warnings.slice(0, 2).map(warning => element('span', 'warning', warning)) : [])));
  row.dataset.text = JSON.stringify(record).toLowerCase();
  unfold(row, record);
  return row;
};

const prepend = (list, rows) => {
  byId(list).prepend(...rows.reverse());
  while (byId(list).children.length > shown) byId(list).lastElementChild.remove();
};

const showSummary = summary => {
  const figures = [
    ['accepted', summary.acceptedEvents, 'good'],
    ['distinct', summary.distinctEvents, ''],
    ['repeats', summary.repeats, summary.repeats ? 'odd' : ''],
    ['requests', summary.requests, ''],
    ['refused', summary.refusedRequests, summary.refusedRequests ? 'bad' : ''],
    ['disturbed', summary.faultedRequests, summary.faultedRequests ? 'odd' : ''],
    ['warnings', summary.warnings, summary.warnings ? 'odd' : ''],
  ];
  byId('summary').replaceChildren(...figures.map(([name, figure, mood]) =>
    element('div', mood, element('dt', '', name), element('dd', '', Number(figure).toLocaleString()))));
};

const describeFault = ({ fault, hits, remaining }) => [
  fault.kind,
  ['answer', 'hang', 'drop', 'delay'].includes(fault.kind) ? fault.stage : '',
  fault.kind === 'answer' ? (fault.body === undefined ? `${fault.status}, code ${fault.code}${fault.subcode ? `/${fault.subcode}` : ''}` : `${fault.status}, ${fault.contentType}`) : '',
  ['delay', 'slowAnswer'].includes(fault.kind) ? `${fault.milliseconds} ms` : '',
  fault.pixel ? `pixel ${fault.pixel}` : '',
  fault.eventId ? `event id ${fault.eventId}` : '',
  fault.eventIdContains ? `event id with “${fault.eventIdContains}”` : '',
  fault.probability < 1 ? `${Math.round(fault.probability * 100)} %` : '',
  `struck ${hits}`,
  remaining === undefined ? '' : `${remaining} to go`,
].filter(Boolean).join(' · ');

const showFaults = faults => {
  const list = byId('faults');
  const focused = document.activeElement?.dataset?.fault;
  list.replaceChildren(...faults.map(active => {
    const remove = element('button', '', 'Remove');
    remove.type = 'button';
    remove.dataset.fault = active.id;
    remove.setAttribute('aria-label', `Remove fault ${active.id}, ${active.fault.kind}`);
    remove.addEventListener('click', () => change(`api/faults/${active.id}`));
    return element('li', '', element('span', '', describeFault(active)), remove);
  }));
  if (focused) list.querySelector(`[data-fault="${CSS.escape(focused)}"]`)?.focus();
  byId('faults-empty').hidden = faults.length > 0;
  byId('faults-clear').hidden = faults.length === 0;
  byId('faults-shown').textContent = faults.length || '';
};

const applyFilter = () => {
  const words = byId('filter').value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const list of ['accepted', 'refused']) {
    const rows = [...byId(list).children];
    for (const row of rows) row.hidden = !words.every(word => row.dataset.text.includes(word));
    const visible = rows.filter(row => !row.hidden).length;
    byId(`${list}-shown`).textContent = rows.length === 0 ? '' : words.length ? `${visible} of the last ${rows.length}` : rows.length === shown ? `the last ${shown}` : rows.length;
    byId(`${list}-empty`).hidden = rows.length > 0;
  }
};

const setState = (state, label) => {
  if (byId('state').dataset.state === state) return;
  byId('state').dataset.state = state;
  byId('state').textContent = label;
};

const update = async () => {
  const summary = await fetchJson('api/summary');
  if (summary.generation !== seen.generation) {
    Object.assign(seen, { generation: summary.generation, revision: -1, event: 0, request: 0 });
    byId('accepted').replaceChildren();
    byId('refused').replaceChildren();
  }

  showFaultsIfChanged(await fetchJson('api/faults'));
  if (summary.revision === seen.revision) return applyFilter();
  const [events, requests] = await Promise.all([
    fetchJson(`api/events?after=${seen.event}&limit=${shown}`),
    fetchJson(`api/requests?after=${seen.request}&limit=${shown * 10}`),
  ]);
  seen.revision = summary.revision;
  if (events.length) seen.event = events.at(-1).number;
  if (requests.length) seen.request = requests.at(-1).number;
  showSummary(summary);
  prepend('accepted', events.map(eventRow));
  prepend('refused', requests.filter(request => request.outcome !== 'accepted' || request.faults.length || request.warnings.length).slice(-shown).map(requestRow));
  applyFilter();
};

let lastFaults = '';
const showFaultsIfChanged = faults => {
  const now = JSON.stringify(faults);
  if (now !== lastFaults) showFaults(faults);
  lastFaults = now;
};

const takeStep = async () => {
  if (paused) return setState('paused', 'paused');
  try {
    await update();
    setState('live', 'live');
  } catch {
    setState('offline', 'not reachable');
  }
};

// One at a time, or two would show the same events.
let underWay = null;
const step = () => underWay ??= takeStep().finally(() => { underWay = null; });

const change = async path => {
  await fetch(path, { method: 'DELETE' });
  await underWay;
  await step();
};

const run = async () => {
  await step();
  setTimeout(run, pauseBetween);
};

byId('filter').addEventListener('input', applyFilter);
byId('pause').addEventListener('click', () => {
  paused = !paused;
  byId('pause').setAttribute('aria-pressed', paused);
  step();
});
byId('clear').addEventListener('click', () => {
  if (confirm('Forget all events and requests?')) change('api/events');
});
byId('faults-clear').addEventListener('click', () => change('api/faults'));
document.addEventListener('keydown', event => {
  if (event.key === '/' && !['INPUT', 'TEXTAREA'].includes(document.activeElement?.tagName)) {
    event.preventDefault();
    byId('filter').focus();
  }
});
byId('example').textContent = `curl ${location.origin}/v26.0/1234567890/events -H 'Authorization: Bearer any' --json @event.json`;
showSummary({ acceptedEvents: 0, distinctEvents: 0, repeats: 0, requests: 0, refusedRequests: 0, faultedRequests: 0, warnings: 0 });
run();
