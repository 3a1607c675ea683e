/* A page that nobody touches locks itself, and takes an unsent form along. Pages work without this:
   then the next request finds out. Nothing is stored in the browser. */
(function () {
  "use strict";
  var body = document.body;
  /* A little longer than the server waits, so that it agrees. */
  var wait = Number(body.dataset.idleSeconds) * 1000 + 2000;
  var lock = body.dataset.lock;
  var channel = "BroadcastChannel" in window ? new BroadcastChannel("linkwell-idle") : null;
  var touched = Date.now();
  var told = Date.now();
  var sent = false;
  var soon = document.getElementById("idle");
  var warned = Math.min(60000, wait / 4);

  function stillHere() {
    touched = Date.now();
    soon.textContent = "";
    if (touched - told > 60000) {
      told = touched;
      if (channel) { channel.postMessage("here"); }
      fetch(body.dataset.here, { method: "GET", credentials: "same-origin" }).catch(function () {});
    }
  }

  function hide(form) {
    /* Files and secrets stay here: a box without a name is not sent. */
    form.querySelectorAll("input[type=file], input[type=password]").forEach(function (box) {
      box.removeAttribute("name");
    });
    var page = document.createElement("input");
    page.type = "hidden";
    page.name = "_page";
    page.value = window.location.pathname;
    form.appendChild(page);
    form.method = "post";
    form.enctype = "application/x-www-form-urlencoded";
    form.action = lock + "/keep";
    HTMLFormElement.prototype.submit.call(form);
  }

  function check() {
    var left = wait - (Date.now() - touched);
    if (!sent && left > 0 && left <= warned && !soon.textContent) {
      soon.textContent = soon.dataset.words;
    }
    if (sent || left > 0) { return; }
    sent = true;
    var typed = document.activeElement && document.activeElement.closest("form[data-draft]");
    var form = typed || document.querySelector("form[data-draft]");
    if (form) { hide(form); } else { window.location.reload(); }
  }

  ["pointerdown", "keydown", "scroll", "touchstart"].forEach(function (name) {
    document.addEventListener(name, stillHere, { passive: true, capture: true });
  });
  if (channel) {
    channel.onmessage = function () { touched = Date.now(); soon.textContent = ""; };
  }
  document.addEventListener("visibilitychange", check);
  window.setInterval(check, Math.min(5000, wait / 4));
})();
