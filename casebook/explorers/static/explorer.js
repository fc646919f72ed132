// Explorers: show the state that the reader's controls ask for. Each state is on the page already.
(function () {
  "use strict";

  // Long enough for a reader who slides on to be spared the results on the way.
  const QUIET = 500;

  function start(explorer) {
    const controls = [...explorer.querySelectorAll(".cb-slide input, .cb-choice")];
    const states = new Map([...explorer.querySelectorAll(".cb-state")].map((state) => [state.dataset.state, state]));
    const said = explorer.querySelector(".cb-explorer-said");
    let waiting;

    function show() {
      const key = controls.map(position).join("-");
      for (const [name, state] of states) state.toggleAttribute("data-shown", name === key);
      return states.get(key);
    }

    function moved({ target }) {
      if (target.type === "range") sayValue(target);
      const title = show().querySelector("figcaption").textContent;
      clearTimeout(waiting);
      waiting = setTimeout(() => (said.textContent = title), QUIET);
    }

    for (const control of controls) if (control.type === "range") sayValue(control);
    explorer.querySelector(".cb-explorer-controls").hidden = false;
    explorer.querySelector(".cb-explorer-table").open = false;
    for (const state of states.values()) state.hidden = false;
    explorer.querySelector(".cb-states").classList.add("cb-stacked");
    show();
    explorer.querySelector(".cb-explorer-controls").addEventListener("input", moved);
    openTogether([...explorer.querySelectorAll(".cb-chart-data")]);
  }

  function position(control) {
    return control.type === "range" ? control.value : control.querySelector("input:checked").value;
  }

  function sayValue(slide) {
    const words = JSON.parse(slide.dataset.said)[slide.value];
    slide.setAttribute("aria-valuetext", words);
    slide.parentElement.querySelector(".cb-slide-value").textContent = words;
  }

  // A table of numbers that is opened in one state is open in the next, and the page keeps its height.
  function openTogether(all) {
    for (const one of all) one.addEventListener("toggle", () => all.forEach((other) => (other.open = one.open)));
  }

  document.querySelectorAll(".cb-explorer").forEach(start);
})();
