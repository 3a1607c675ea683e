/* What is typed into a form marked data-autosave is kept on the server a moment later, and the page
   says when. Without this script a button does the same. Nothing is stored in the browser. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-autosave]");
  var said = document.getElementById("saved");
  if (!form || !said) { return; }
  var words = said.querySelector("[data-words]");
  var waiting = null;
  var since = 0;
  var last = "";
  var ended = false;

  function content() {
    var data = new FormData(form);
    return new URLSearchParams(data).toString();
  }

  function plan(after) {
    if (waiting) { window.clearTimeout(waiting); }
    waiting = window.setTimeout(save, after);
  }

  function save() {
    waiting = null;
    since = 0;
    var now = content();
    if (ended || now === last) { return; }
    fetch(form.dataset.autosave, {
      method: "POST",
      credentials: "same-origin",
      redirect: "error",
      keepalive: now.length < 60000,
      headers: { "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded" },
      body: now
    }).then(function (answer) {
      if (!answer.ok) { throw new Error("not kept"); }
      return answer.json();
    }).then(function (kept) {
      last = now;
      words.textContent = kept.saved;
      said.hidden = false;
    }).catch(function () {
      if (ended) { return; }
      words.textContent = "Not saved yet";
      said.hidden = false;
      plan(10000);
    });
  }

  function changed() {
    var now = Date.now();
    since = since || now;
    /* A second after the last key, and never later than ten after the first. */
    plan(Math.max(0, Math.min(1000, since + 10000 - now)));
  }

  document.addEventListener("input", function (event) {
    if (event.target.form === form) { changed(); }
  });
  form.addEventListener("submit", function () { ended = true; if (waiting) { window.clearTimeout(waiting); } });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden" && waiting) { window.clearTimeout(waiting); save(); }
  });
  last = content();
})();
