// A form or button marked data-confirm asks before it sends.
document.addEventListener(
  "submit",
  (event) => {
    const asks = [event.submitter, event.target].find((each) => each?.dataset.confirm);
    if (asks && !window.confirm(asks.dataset.confirm)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  },
  { capture: true },
);
