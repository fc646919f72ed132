// In a notebook's command mode arrow keys belong to the notebook: leave them to the controls of this box.
export default {
  render({ el }) {
    el.hidden = true;
    // The box takes its children in only after they have been drawn.
    const mark = () => {
      const box = el.closest(".cb-explorer-live");
      // On the control itself: a notebook that looks before the control does asks no further up.
      if (box) box.addEventListener("focusin", ({ target }) => target.setAttribute("data-lm-suppress-shortcuts", "true"));
      else if (!el.isConnected) requestAnimationFrame(mark);
    };
    mark();
  },
};
