// The self-check quizzes: marking, which knows nothing of a page; then the page.
// Browsers refuse modules to pages opened as files: those load a classic twin of this module, which starts by itself.

/**
 * Mark one response to one question.
 *
 * Response: single, mark: a key; multiple: keys; numeric: the text typed; order: keys in the order chosen;
 * match, classify: {key: value}; short: the numbers of the points ticked, counted from 0.
 * A response that cannot be marked yet has the score null, and the message says what is missing.
 */
export function mark(payload, response) {
  return MARKERS[payload.type](payload, response);
}

const MARKERS = {
  single: markChoice,
  mark: markChoice,
  multiple: markChoices,
  numeric: markNumber,
  order: markOrder,
  match: markLines,
  classify: markLines,
  short: markPoints,
};

function unmarked(message) {
  return { score: null, right: false, partial: false, parts: {}, message };
}

function marked(score, parts, tally) {
  const verdict = verdictOf(score);
  const message = tally && score < 1 ? `${WORDS[verdict]}: ${tally}.` : `${WORDS[verdict]}.`;
  return { score, right: score === 1, partial: verdict === "partly", parts, message };
}

const WORDS = { right: "Right", partly: "Partly right", wrong: "Not right" };

function verdictOf(score) {
  if (score === 1) return "right";
  return score > 0 ? "partly" : "wrong";
}

function part(right, feedback = "") {
  return { right, feedback };
}

function markChoice({ options }, key) {
  if (!Object.hasOwn(options, key ?? "")) return unmarked("Choose an answer first.");
  const { right = false, feedback } = options[key];
  return marked(right ? 1 : 0, { [key]: part(right, feedback) });
}

function markChoices({ options }, keys) {
  const chosen = Object.entries(options).filter(([key]) => keys?.includes(key));
  if (!chosen.length) return unmarked("Choose at least one answer first.");
  const total = Object.values(options).filter((option) => option.right).length;
  const hits = chosen.filter(([, option]) => option.right).length;
  const misses = chosen.length - hits;
  const parts = Object.fromEntries(chosen.map(([key, { right = false, feedback }]) => [key, part(right, feedback)]));
  const tally = `${hits} of ${total} right answers chosen${misses ? `, and ${misses} wrong` : ""}`;
  return marked(Math.max(0, (hits - misses) / total), parts, tally);
}

function markOrder({ order, feedback }, keys) {
  if (order.some((key) => !keys?.includes(key))) return unmarked("Give every item a place first.");
  return markEach(order, (key) => keys[order.indexOf(key)] === key, feedback, " in their places");
}

function markLines({ answers, feedback }, chosen) {
  const keys = Object.keys(answers);
  const empty = keys.filter((key) => !chosen?.[key]).length;
  if (empty) return unmarked(`Choose an answer on every line first: ${empty} of ${keys.length} still to choose.`);
  return markEach(keys, (key) => chosen[key] === answers[key], feedback, "");
}

function markEach(keys, isRight, feedback, where) {
  const parts = Object.fromEntries(keys.map((key) => [key, part(isRight(key), feedback[key])]));
  const hits = keys.filter(isRight).length;
  return marked(hits / keys.length, parts, `${hits} of ${keys.length}${where}`);
}

function markPoints({ rubric }, ticked) {
  if (!ticked) return unmarked("Write your answer first.");
  const parts = Object.fromEntries(rubric.map(({ text }, place) => [place, part(ticked.includes(place), text)]));
  const total = rubric.reduce((sum, { points }) => sum + points, 0);
  const got = rubric.reduce((sum, { points }, place) => sum + (ticked.includes(place) ? points : 0), 0);
  return { ...marked(got / total, parts), message: `${got} of ${total} points, by your own count.` };
}

function markNumber(payload, typed) {
  const plain = readNumber(typed ?? "");
  if (plain === null) return unmarked(typed?.trim() ? NOT_A_NUMBER : "Type a number first.");
  const side = payload.ask === "exact" ? besideValue(payload, ratio(plain)) : besideBounds(payload, ratio(plain));
  const right = side === "right";
  return marked(right ? 1 : 0, { answer: part(right, payload.feedback[side] ?? PLAIN_FEEDBACK[side]) });
}

const NOT_A_NUMBER = "This is not marked yet: type one number in figures, such as 1,234 or 0.5.";
const PLAIN_FEEDBACK = { below: "The number is too low.", above: "The number is too high." };

// A comma or a space between groups of three is a thousands mark. Anything else that a comma could mean is refused,
// since 8,5 is eight and a half to one reader and a slip to another.
const NUMBER = /^(?!.*£.*£)(?:£ ?)?([+-]?) ?(?:£ ?)?([1-9]\d{0,2}([, ])\d{3}(?:\3\d{3})*|\d+|(?=\.\d))(\.\d*)? ?%?$/;

/** What was typed as a plain decimal ('8 001' is '8001'), or null where it is no one number. */
export function readNumber(typed) {
  const tidy = typed.trim().replace(/[−–]/g, "-").replace(/\s+/g, " ");
  const [, sign, whole, , places = ""] = NUMBER.exec(tidy) ?? [null];
  return sign === undefined ? null : `${sign}${whole.replace(/[, ]/g, "") || "0"}${places}`;
}

/** An exact fraction from '8000', '0.25' or '1/3': a binary fraction would slip at a bound. */
function ratio(text) {
  const [top, bottom = "1"] = text.split("/");
  const [whole, places = ""] = top.split(".");
  return { top: BigInt(whole + places), bottom: BigInt(bottom) * 10n ** BigInt(places.length) };
}

function minus(a, b) {
  return { top: a.top * b.bottom - b.top * a.bottom, bottom: a.bottom * b.bottom };
}

function besideBounds({ lower, upper, lower_open, upper_open }, number) {
  const overLower = lower == null ? 1n : minus(number, ratio(lower)).top;
  const underUpper = upper == null ? 1n : minus(ratio(upper), number).top;
  if (overLower < 0n) return "below";
  if (underUpper < 0n) return "above";
  const atOpenBound = (overLower === 0n && lower_open) || (underUpper === 0n && upper_open);
  return atOpenBound ? "at_bound" : "right";
}

function besideValue({ value, tolerance }, number) {
  const off = minus(number, ratio(value));
  const size = off.top < 0n ? { ...off, top: -off.top } : off;
  if (minus(size, ratio(tolerance ?? "0")).top <= 0n) return "right";
  return off.top < 0n ? "below" : "above";
}

// The page ----------------------------------------------------------------------------------------------------------

/** Bring every quiz and progress table under `root` to life. */
export function start(root) {
  root.querySelectorAll(".cb-quiz").forEach((section) => startQuiz(section));
  root.querySelectorAll(".cb-progress").forEach(startProgress);
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function button(className, text, act) {
  const made = element("button", { type: "button", className }, text);
  made.addEventListener("click", act);
  return made;
}

const GLYPHS = { right: "✓", partly: "◐", wrong: "✗" };

function sign(verdict, tag = "span", words = WORDS[verdict]) {
  const glyph = element("span", { ariaHidden: "true" }, GLYPHS[verdict]);
  const made = element(tag, { className: tag === "p" ? "cb-verdict" : "cb-sign" }, glyph, ` ${words}`);
  made.dataset.verdict = verdict;
  return made;
}

// One question

function startQuestion(form) {
  const find = (selector) => form.querySelector(selector);
  const question = {
    form,
    id: form.id.replace(/^question-/, ""),
    payload: JSON.parse(find(".cb-key").textContent),
    fieldset: find("fieldset"),
    feedback: find(".cb-feedback"),
    retry: find(".cb-retry"),
    reveal: find(".cb-reveal"),
    answer: find(".cb-answer"),
    // A second live region, so that moving an item does not wipe out the feedback that is being followed.
    aside: element("p", { className: "cb-aside" }),
  };
  question.aside.setAttribute("role", "status");
  question.feedback.after(question.aside);
  question.answer.hidden = true;
  find(".cb-actions").hidden = false;
  startHint(question, find(".cb-hint"));
  if (question.payload.type === "order") startOrder(question);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check(question);
  });
  form.addEventListener("input", () => clearSigns(question));
  question.reveal.addEventListener("click", () => showAnswer(question, question.answer.hidden));
  question.retry.addEventListener("click", () => restart([question]));
  return question;
}

function startHint({ payload, feedback }, ask) {
  if (!ask) return;
  ask.hidden = !payload.hint;
  ask.addEventListener("click", () => feedback.replaceChildren(element("p", {}, `Hint: ${payload.hint}`)));
}

function check(question) {
  const result = markShown(question);
  if (!result) return;
  const detail = { id: question.id, answer: answerOf(question), ...result };
  question.form.dispatchEvent(new CustomEvent("casebook:marked", { bubbles: true, detail }));
}

/** Show the marks of what the form holds, and return them; nothing where it cannot be marked yet. */
function markShown(question) {
  const { payload, feedback } = question;
  clearSigns(question);
  if (payload.type === "short" && !rubricOf(question)) return void showRubric(question);
  const result = mark(payload, READERS[payload.type](question));
  if (result.score === null) return void feedback.replaceChildren(element("p", {}, result.message));
  feedback.replaceChildren(...wordsOfResult(question, result));
  showSigns(question, result);
  question.retry.hidden = question.reveal.hidden = false;
  return result;
}

const READERS = {
  single: (question) => ticked(question)[0],
  mark: (question) => ticked(question)[0],
  multiple: ticked,
  numeric: ({ fieldset }) => fieldset.querySelector("input").value,
  order: (question) => controls(question).map((control) => keyOf(question, control)),
  match: chosenLines,
  classify: chosenLines,
  short: (question) => ticked(question).map(Number),
};

function ticked({ fieldset }) {
  return [...fieldset.querySelectorAll("input:checked")].map((control) => control.value);
}

function chosenLines(question) {
  return Object.fromEntries(controls(question).map((control) => [keyOf(question, control), control.value]));
}

/** The response, and of a short answer its text too: all that WRITERS need to put it back. */
function answerOf(question) {
  const response = READERS[question.payload.type](question);
  return question.payload.type === "short" ? { text: textOf(question).value, ticked: response } : response;
}

const WRITERS = {
  single: tick,
  mark: tick,
  multiple: tick,
  numeric: ({ fieldset }, typed) => (fieldset.querySelector("input").value = typed),
  order: (question, keys) => arrange(question, keys.map((key) => controlOf(question, key).closest("li"))),
  match: chooseLines,
  classify: chooseLines,
  short: (question, { text, ticked }) => {
    textOf(question).value = text;
    if (!rubricOf(question)) showRubric(question);
    tick(question, ticked.map(String));
  },
};

function tick(question, keys) {
  for (const control of controls(question)) control.checked = [keys].flat().includes(control.value);
}

function chooseLines(question, chosen) {
  for (const control of controls(question)) control.value = chosen[keyOf(question, control)];
}

function controlOf(question, key) {
  return controls(question).find((control) => keyOf(question, control) === key);
}

function textOf({ fieldset }) {
  return fieldset.querySelector("textarea");
}

function controls({ fieldset }) {
  return [...fieldset.querySelectorAll("input, select, textarea")];
}

function keyOf({ id }, control) {
  if (control.tagName === "SELECT") return control.name.slice(id.length + 1);
  return control.type === "text" ? "answer" : control.value;
}

function labelOf(control) {
  // Not `labels`, of which a control has none while its quiz is not in a page yet.
  const label = control.closest("label").cloneNode(true);
  label.querySelectorAll("select, .cb-sign").forEach((inner) => inner.remove());
  return label.textContent.trim();
}

function wordsOfResult({ payload, ...question }, result) {
  const said = [sign(verdictOf(result.score), "p", result.message)];
  const parts = payload.type === "short" ? [] : Object.values(result.parts);
  if (["multiple", "order", "match", "classify"].includes(payload.type)) said.push(listOfParts(question, result.parts));
  else said.push(...parts.map(({ feedback }) => element("p", {}, feedback)));
  if (result.right && payload.ask === "admissible") said.push(element("p", {}, `What the figure allows: ${payload.words}.`));
  if (payload.matters) said.push(element("p", { className: "cb-matters" }, `Why this matters: ${payload.matters}`));
  return said;
}

function listOfParts(question, parts) {
  const lines = controls(question).filter((control) => Object.hasOwn(parts, keyOf(question, control)));
  const items = lines.map((control) => {
    const { right, feedback } = parts[keyOf(question, control)];
    const words = element("span", { className: "cb-about" }, labelOf(control));
    const verdict = right ? "right" : "wrong";
    return element("li", {}, words, " ", sign(verdict, "span", `${WORDS[verdict]}.`), ` ${feedback}`);
  });
  return element("ul", {}, ...items);
}

function showSigns(question, { parts }) {
  if (question.payload.type === "short") return;
  for (const control of controls(question)) {
    const found = parts[keyOf(question, control)];
    const line = control.closest("li") ?? control.parentElement;
    const words = line.querySelector(":scope > input + span") ?? line;
    if (found) words.append(" ", sign(found.right ? "right" : "wrong"));
  }
}

function clearSigns({ fieldset }) {
  fieldset.querySelectorAll(".cb-sign").forEach((shown) => shown.remove());
}

function showAnswer({ answer, reveal, aside }, shown) {
  answer.hidden = !shown;
  answer.open = shown;
  reveal.textContent = shown ? "Hide the answer" : "Show the answer";
  aside.textContent = shown ? "The answer is shown below." : "The answer is hidden.";
}

function clear(question) {
  question.form.reset();
  rubricOf(question)?.remove();
  clearSigns(question);
  if (question.shown) arrange(question, question.shown);
  showAnswer(question, false);
  question.aside.textContent = "";
  question.feedback.replaceChildren();
}

function restart(questions) {
  questions.forEach(clear);
  controls(questions[0])[0].focus();
  // Only now, since hiding the button that has the focus would send the focus to the top of the page.
  for (const { retry, reveal } of questions) retry.hidden = reveal.hidden = true;
}

// A short answer is marked by its writer, against points that are shown once it is written.

function rubricOf({ fieldset }) {
  return fieldset.querySelector(".cb-rubric");
}

function showRubric({ fieldset, feedback, payload }) {
  const written = fieldset.querySelector("textarea").value.trim();
  if (!written) return feedback.replaceChildren(element("p", {}, mark(payload, null).message));
  const points = payload.rubric.map(({ text, points }, place) => {
    const box = element("input", { type: "checkbox", value: place });
    const worth = points === 1 ? "1 point" : `${points} points`;
    return element("label", { className: "cb-option" }, box, " ", element("span", {}, `${text} (${worth})`));
  });
  const model = element("p", {}, element("strong", {}, "A model answer: "), payload.model);
  fieldset.append(element("div", { className: "cb-rubric" }, model, element("p", {}, "Tick what your answer does:"), ...points));
  const next = "Compare your answer with the model answer. Tick each point that you made, then check again.";
  feedback.replaceChildren(element("p", {}, next));
}

// Order: the list itself is the answer. A select, two buttons and a grip all move an item in it.

function startOrder(question) {
  const items = controls(question).map((control) => control.closest("li"));
  question.shown = items;
  for (const item of items) {
    const select = item.querySelector("select");
    const move = (step) => moveAndSay(question, item, placeOf(item) + step);
    const buttons = [button("cb-earlier", "Earlier", () => move(-1)), button("cb-later", "Later", () => move(1))];
    buttons.forEach((made) => made.setAttribute("aria-label", `${made.textContent}: ${labelOf(select)}`));
    select.querySelector('[value=""]')?.remove();
    select.addEventListener("change", () => moveAndSay(question, item, Number(select.value) - 1));
    item.append(element("span", { className: "cb-moves" }, ...buttons));
    item.prepend(gripOf(question, item));
  }
  numberPlaces(question);
}

function placeOf(item) {
  return [...item.parentElement.children].indexOf(item);
}

function numberPlaces(question) {
  controls(question).forEach((control, place) => (control.value = String(place + 1)));
}

function arrange(question, items) {
  items[0].parentElement.append(...items);
  numberPlaces(question);
}

/** Move `item` by moving the others round it: an element that leaves the page, if only to return, loses the focus. */
function moveTo(question, item, place) {
  const others = question.shown[0].parentElement.children;
  const rest = [...others].filter((other) => other !== item);
  item.before(...rest.slice(0, place));
  item.after(...rest.slice(place));
  numberPlaces(question);
  clearSigns(question);
}

function moveAndSay(question, item, wanted) {
  const last = question.shown.length - 1;
  const place = Math.min(Math.max(wanted, 0), last);
  moveTo(question, item, place);
  const end = place === 0 ? " This is the first." : place === last ? " This is the last." : "";
  question.aside.textContent = `${labelOf(item.querySelector("select"))}: place ${place + 1} of ${last + 1}.${end}`;
}

function gripOf(question, item) {
  const grip = element("span", { className: "cb-grip", ariaHidden: "true" }, "⠿");
  grip.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
  });
  grip.addEventListener("pointermove", (event) => {
    if (!grip.hasPointerCapture(event.pointerId)) return;
    const others = [...item.parentElement.children].filter((other) => other !== item);
    const place = others.filter((other) => middleOf(other) < event.clientY).length;
    if (place !== placeOf(item)) moveTo(question, item, place);
  });
  grip.addEventListener("lostpointercapture", () => moveAndSay(question, item, placeOf(item)));
  return grip;
}

function middleOf(item) {
  const { top, height } = item.getBoundingClientRect();
  return top + height / 2;
}

// A set of questions, its score, and what the browser keeps of it

function startQuiz(section, kept = keeperOf(section), closing) {
  const questions = [...section.querySelectorAll(".cb-question")].map(startQuestion);
  const scores = new Map();
  const score = section.querySelector(".cb-score");
  const retry = section.querySelector(".cb-retry-missed");
  const missed = () => questions.filter(({ id }) => scores.get(id) < 1);
  const show = (opening = "", ending = "") => {
    const sum = [...scores.values()].reduce((total, one) => total + one, 0);
    const all = questions.length;
    score.textContent = `${opening}Score: ${Number(sum.toFixed(2))} of ${all}. Tried: ${scores.size} of ${all}.${ending}`;
    retry.hidden = !missed().length;
  };
  const recall = () => {
    const before = kept.read();
    scores.clear();
    for (const { id } of questions) if (before.has(id)) scores.set(id, before.get(id).score);
    questions.forEach((question) => putBack(question, before.get(question.id)?.answer));
    if (scores.size) show("From before. ");
    else [score.textContent, retry.hidden] = ["", true];
  };
  section.addEventListener("casebook:marked", ({ detail }) => {
    scores.set(detail.id, detail.score);
    show("", kept.add(detail.id, detail.score, detail.answer) ? "" : NOT_KEPT);
  });
  retry.addEventListener("click", () => {
    const again = missed();
    again.forEach(({ id }) => scores.delete(id));
    kept.drop?.(again.map(({ id }) => id));
    restart(again);
    show(`${again.length} to try again. `);
  });
  recall();
  kept.watch?.(recall);
  startPrinting(questions, closing);
  for (const question of questions) rehearseWhenIdle(section, question);
}

/** Show the answer that is kept with its marks; where none is, leave alone what the reader has not checked yet. */
function putBack(question, answer) {
  if (answer === undefined) return question.retry.hidden || clear(question);
  if (JSON.stringify(answer) !== JSON.stringify(answerOf(question))) WRITERS[question.payload.type](question, answer);
  markShown(question);
}

const NOT_KEPT = " This browser does not let the page keep progress: it is forgotten when you leave.";

function startPrinting(questions, signal) {
  const before = new Map();
  addEventListener("beforeprint", () => {
    for (const { answer } of questions) {
      before.set(answer, [answer.hidden, answer.open]);
      [answer.hidden, answer.open] = [false, true];
    }
  }, { signal });
  addEventListener("afterprint", () => before.forEach((was, answer) => ([answer.hidden, answer.open] = was)), { signal });
}

// The first click of all, made early

const rehearsed = new Set();
const whenIdle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 200));

// What a browser does for the first time takes it several times as long: a function to read, a font that has a sign.
function rehearseWhenIdle(section, question) {
  const { type, ask } = question.payload;
  const kind = `${type} ${ask}`;
  if (rehearsed.has(kind)) return;
  rehearsed.add(kind);
  whenIdle(() => rehearse(section, question));
}

/** Answer and mark a copy of the question, and lay its feedback out where nobody sees, hears or reaches it. */
function rehearse(section, { form, payload }) {
  const copy = startQuestion(form.cloneNode(true));
  WRITERS[payload.type](copy, anyAnswer(payload));
  // Heard by the copy alone, which is in no page: nothing is scored or kept.
  copy.form.dispatchEvent(new Event("submit", { cancelable: true }));
  copy.feedback.append(...Object.keys(GLYPHS).flatMap((verdict) => [sign(verdict, "p"), sign(verdict)]));
  const unseen = element("div", { className: "cb-aside", inert: true }, copy.feedback);
  section.append(unseen);
  unseen.getBoundingClientRect();
  unseen.remove();
}

function anyAnswer({ type, options, order, answers }) {
  if (type === "short") return { text: "?", ticked: [0] };
  return order ?? answers ?? (options ? Object.keys(options) : "1");
}

function keeperOf(section) {
  const name = section.closest("[data-case]")?.dataset.case ?? "book";
  const key = `casebook:${name}:progress:1`;
  return {
    name,
    key,
    // Storage can be full, switched off, or refused to a page opened as a file: then nothing is kept.
    read() {
      try {
        return readRecords(JSON.parse(localStorage.getItem(key) ?? "{}"));
      } catch {
        return new Map();
      }
    },
    write(records) {
      try {
        localStorage.setItem(key, JSON.stringify(Object.fromEntries(records)));
        return true;
      } catch {
        return false;
      }
    },
    add(id, score) {
      const records = this.read();
      const tries = (records.get(id)?.tries ?? 0) + 1;
      return this.write(records.set(id, { score, tries, at: new Date().toISOString() }));
    },
  };
}

/** The sound records of an object that may have been changed by anyone. */
function readRecords(object) {
  return new Map(Object.entries(object ?? {}).filter(([id, record]) => /^[a-z\d-]+$/.test(id) && isRecord(record)));
}

function isRecord(record) {
  const { score, tries, at } = record ?? {};
  const fits = typeof score === "number" && score >= 0 && score <= 1 && Number.isInteger(tries) && tries > 0;
  return fits && /^\d{4}-\d\d-\d\dT[\d:.]{5,12}Z$/.test(at);
}

// The page 'My progress'

function startProgress(section) {
  const find = (selector) => section.querySelector(selector);
  const kept = keeperOf(section);
  const rows = [...section.querySelectorAll("[data-objective]")].map(readRow);
  const said = find(".cb-said");
  const show = () => rows.forEach((row) => showRow(row, kept.read()));
  const act = (selector, work) => find(selector).addEventListener("click", work);
  act(".cb-save-json", () => save(`${kept.name}-progress.json`, "application/json", progressJson(kept)));
  act(".cb-save-csv", () => save(`${kept.name}-progress.csv`, "text/csv", progressCsv(rows, kept)));
  act(".cb-erase", () => {
    if (!confirm("Erase all progress kept in this browser for this book?")) return;
    said.textContent = kept.write(new Map()) ? "All progress is erased." : NOT_KEPT;
    show();
  });
  find(".cb-load").addEventListener("change", async ({ target }) => {
    said.textContent = target.files.length ? bringBack(await target.files[0].text(), rows, kept) : "";
    target.value = "";
    show();
  });
  // A page that the browser kept alive, or another tab, may show what is no longer so.
  addEventListener("pageshow", show);
  addEventListener("storage", show);
  find(".cb-actions").hidden = false;
  show();
}

function readRow(row) {
  return { row, objective: row.dataset.objective, questions: row.dataset.questions.split(" ") };
}

function showRow({ row, questions }, records) {
  const tried = questions.filter((id) => records.has(id));
  const right = tried.filter((id) => records.get(id).score === 1);
  const state = right.length === questions.length ? "reached" : tried.length ? "begun" : "not tried";
  row.querySelector(".cb-state").textContent = state;
  row.querySelector(".cb-state").dataset.state = state;
  row.querySelector(".cb-tally").textContent = `${right.length} of ${questions.length}`;
}

function progressJson(kept) {
  return `${JSON.stringify({ casebook: kept.name, progress: 1, questions: Object.fromEntries(kept.read()) }, null, 2)}\n`;
}

function progressCsv(rows, kept) {
  const records = kept.read();
  const lines = rows.flatMap(({ objective, questions }) =>
    questions.filter((id) => records.has(id)).map((id) => {
      const { score, tries, at } = records.get(id);
      return [objective, id, Number(score.toFixed(4)), tries, at];
    }),
  );
  return ["objective,question,score,tries,at", ...lines.map((line) => line.join(",")), ""].join("\r\n");
}

function save(name, type, text) {
  const link = element("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  // Some browsers read the blob only after the click has ended.
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function bringBack(text, rows, kept) {
  let saved;
  try {
    saved = JSON.parse(text);
  } catch {
    return "Nothing was brought back: the file is not JSON.";
  }
  if (saved?.casebook !== kept.name || saved.progress !== 1) {
    return "Nothing was brought back: the file is not progress that was saved from this book.";
  }
  const known = new Set(rows.flatMap(({ questions }) => questions));
  const sound = [...readRecords(saved.questions)].filter(([id]) => known.has(id));
  const records = kept.read();
  for (const [id, record] of sound) if (!(records.get(id)?.at > record.at)) records.set(id, record);
  if (!kept.write(records)) return `Nothing was brought back.${NOT_KEPT}`;
  const left = Object.keys(saved.questions ?? {}).length - sound.length;
  const leftOut = left ? ` Left out, being damaged or about no question of this book: ${left}.` : "";
  return `Brought back: ${sound.length}.${leftOut}`;
}

// A notebook's view, in which Python shares what the model keeps

/** Fill `el` with the model's quiz. A notebook calls this, and calls what it returns once the view closes. */
function render({ model, el }) {
  const closing = new AbortController();
  el.classList.add("cb-live");
  // What the package wrote, every text escaped; parsed so, no script in it could run.
  el.replaceChildren(...new DOMParser().parseFromString(model.get("html"), "text/html").body.childNodes);
  // Notebook 7 takes its shortcuts before an element hears of the key, save from one that is marked so.
  const markForNotebook = (event) => {
    if (el.contains(event.target)) event.target.toggleAttribute("data-lm-suppress-shortcuts", !asksToSave(event));
  };
  addEventListener("keydown", markForNotebook, { capture: true, signal: closing.signal });
  el.addEventListener("keydown", keepFromNotebook);
  startQuiz(el.querySelector(".cb-quiz"), keeperOfModel(model, closing.signal), closing.signal);
  return () => closing.abort();
}

// A key typed in the quiz is no shortcut of the notebook's, unless it comes with Control.
// Enter never is one: it would run the cell, and so begin the quiz anew.
function keepFromNotebook(event) {
  if (event.key === "Enter" || !(event.ctrlKey || event.metaKey)) event.stopPropagation();
}

function asksToSave({ key, ctrlKey, metaKey }) {
  return (ctrlKey || metaKey) && key.toLowerCase() === "s";
}

function keeperOfModel(model, closing) {
  let saving = false;
  const save = (names, change) => {
    saving = true;
    for (const name of names) {
      const kept = { ...model.get(name) };
      change(kept, name);
      model.set(name, kept);
    }
    model.save_changes();
    saving = false;
    return true;
  };
  return {
    read() {
      const answers = model.get("answers");
      return new Map(Object.entries(model.get("scores")).map(([id, score]) => [id, { score, answer: answers[id] }]));
    },
    add(id, score, answer) {
      const news = { answers: answer, scores: score, tries: (model.get("tries")[id] ?? 0) + 1 };
      return save(Object.keys(news), (kept, name) => (kept[id] = news[name]));
    },
    drop: (ids) => save(["answers", "scores"], (kept) => ids.forEach((id) => delete kept[id])),
    // Python, or another view, may change what is kept.
    watch(recall) {
      const change = () => saving || recall();
      model.on("change:scores", change);
      closing.addEventListener("abort", () => model.off("change:scores", change));
    },
  };
}

export default { render };

// A module has no current script: whoever imports it calls `start`.
if (typeof document !== "undefined" && document.currentScript) start(document);
