/* Lists by the keyboard: j and k go from row to row, Enter does what the row asks for, o opens the
   story, ? says so. They rest while something is typed, and anybody can switch them off: the choice
   stays in this browser, and nothing else does. Without this script Tab does the same. */
(function () {
  "use strict";
  var told = document.querySelector("[data-keys]");
  var on = told && told.querySelector("[data-keys-on]");
  if (!told || !on || !document.querySelector(".rows .row")) { return; }
  told.hidden = false;
  try { on.checked = window.localStorage.getItem("keys") !== "off"; } catch (blocked) { on.checked = true; }
  on.addEventListener("change", function () {
    try { window.localStorage.setItem("keys", on.checked ? "on" : "off"); } catch (blocked) { return; }
  });

  function act(row) {
    return row.querySelector(".row__do a, .row__do button") || row.querySelector(".row__who a");
  }

  function rows() {
    /* Those of a group that is folded are not to be seen. */
    return Array.prototype.filter.call(document.querySelectorAll(".rows .row"), function (row) {
      return row.offsetParent !== null && act(row);
    });
  }

  function here() { return document.activeElement && document.activeElement.closest(".rows .row"); }

  function go(by) {
    var all = rows();
    var at = all.indexOf(here());
    var next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
    if (all[next]) { act(all[next]).focus(); }
  }

  function open() {
    var row = here();
    var story = row && row.querySelector(".row__who a");
    if (story) { story.click(); }
  }

  var does = {
    j: function () { go(1); },
    k: function () { go(-1); },
    o: open,
    "?": function () { told.querySelector("h2").focus(); }
  };

  document.addEventListener("keydown", function (event) {
    if (!on.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (event.target.closest("input, select, textarea, [contenteditable]")) { return; }
    if (!does[event.key]) { return; }
    event.preventDefault();
    does[event.key]();
  });
})();
