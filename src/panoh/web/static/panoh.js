// Quicker, never needed: every page works without this file.
"use strict";
(function () {
  var lock = document.getElementById("lock");
  var idle = Number(document.body.dataset.idle || 0) * 1000;
  var lastEscape = -1e9;
  var submitted = false;

  // Other windows of this program: they leave with this one, and stay as long as one is in use.
  var windows = window.BroadcastChannel ? new BroadcastChannel("panoh") : { postMessage: function () {} };
  if (!lock) windows.postMessage("locked");

  function leave() {
    document.getElementById("main").replaceChildren();
    submitted = true;
    location.replace("/");
  }

  function lockNow(event) {
    event.preventDefault();
    if (submitted) return;
    // What stands on the screen goes first; the page behind Back is never stored.
    document.getElementById("main").replaceChildren();
    submitted = true;
    lock.submit();
  }

  // Esc twice within half a second, or Ctrl+Shift+L.
  document.addEventListener("keydown", function (event) {
    if (!lock || event.isComposing) return;
    if (event.key === "Escape") {
      if (event.timeStamp - lastEscape < 500 && !event.repeat) lockNow(event);
      lastEscape = event.timeStamp;
    } else if (event.ctrlKey && event.shiftKey && event.code === "KeyL") {
      lockNow(event);
    }
  });

  // Typing counts as being here; the time is told to the program at most twice a minute.
  if (lock && idle) {
    var notice = document.getElementById("idle");
    var last = Date.now();
    var told = last;
    var here = function () {
      last = Date.now();
      notice.hidden = true;
      if (last - told > 10000) {
        told = last;
        new Image().src = "/awake";
        windows.postMessage("here");
      }
    };
    windows.onmessage = function (event) {
      if (event.data === "locked") leave();
      else last = Date.now();
    };
    ["keydown", "pointerdown", "wheel", "touchstart"].forEach(function (kind) {
      document.addEventListener(kind, here, { passive: true });
    });
    setInterval(function () {
      var away = Date.now() - last;
      if (away > idle + 1500) {
        if (!submitted) leave();
      } else {
        notice.hidden = away < idle - 50000 || away < idle / 2;
      }
    }, 1000);
  }

  var summary = document.getElementById("summary");
  if (summary) summary.focus();

  // One click, one save.
  document.addEventListener("submit", function (event) {
    if (event.target.id === "lock") return;
    if (submitted) event.preventDefault();
    submitted = true;
    setTimeout(function () { submitted = false; }, 4000);
  });

  // A hint while typing; what counts is measured by the program when the form is sent.
  document.querySelectorAll("[data-meter]").forEach(function (meter) {
    var input = document.getElementById(meter.dataset.meter);
    meter.parentElement.hidden = false;
    input.addEventListener("input", function () {
      var text = input.value.normalize("NFC");
      var words = text.trim().split(/[\s-]+/).filter(function (each) { return each.length > 2; });
      var different = new Set(text.toLowerCase()).size;
      var bits = Math.min(text.length * 2.2, different * 5.5, words.length > 2 ? 200 : 60);
      meter.value = Math.min(100, Math.round(bits));
    });
  });

  // Show or hide what is typed in a phrase field.
  document.querySelectorAll("[data-shows]").forEach(function (box) {
    box.closest("label").hidden = false;
    box.addEventListener("change", function () {
      box.dataset.shows.split(" ").forEach(function (id) {
        document.getElementById(id).classList.toggle("secret", !box.checked);
      });
    });
  });
})();
