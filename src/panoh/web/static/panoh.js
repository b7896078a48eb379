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
  var last = Date.now();
  if (lock && idle) {
    var notice = document.getElementById("idle");
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

  // Something typed and not sent: the browser asks before a link leads away. Never on locking, which
  // must be instant, nor when this program itself leaves.
  var typed = !!document.getElementById("summary");
  document.querySelectorAll("main form[method=post]:not([role=search])").forEach(function (form) {
    form.addEventListener("input", function () { typed = true; });
  });
  window.addEventListener("beforeunload", function (event) {
    if (typed && !submitted) event.preventDefault();
  });

  // One click, one save.
  document.addEventListener("submit", function (event) {
    if (event.target.id === "lock") { submitted = true; return; }
    if (submitted) event.preventDefault();
    submitted = true;
    typed = false;
    setTimeout(function () { submitted = false; }, 4000);
  });

  // A list that follows the typing, from the third letter: it is asked for as the button would, and
  // taken out of the page that answers. Nothing of it is kept, here or there.
  document.querySelectorAll("[data-follows]").forEach(function (place) {
    var inputs = place.dataset.follows.split(" ").map(function (id) {
      return document.getElementById(id);
    }).filter(Boolean);
    if (!inputs.length) return;
    var status = document.getElementById(place.id + "-said");
    var before = Array.from(place.childNodes);
    var timer = 0;
    var asked = null;
    var shown = false;

    function wanted() {
      return inputs.some(function (input) {
        return (input.value.match(/[\p{L}\p{N}]/gu) || []).length >= 3;
      });
    }

    function put(nodes, words) {
      var ticked = Array.from(place.querySelectorAll("input:checked"), function (box) {
        return box.value;
      });
      place.replaceChildren.apply(place, nodes);
      place.querySelectorAll("input[type=checkbox]").forEach(function (box) {
        if (ticked.includes(box.value)) box.checked = true;
      });
      if (status) status.textContent = words;
    }

    function ask() {
      if (asked) asked.abort();
      if (!wanted()) {
        if (shown) put(before, "");
        shown = false;
        return;
      }
      var body = new URLSearchParams({ csrf: inputs[0].form.elements.csrf.value, typing: "1" });
      inputs.forEach(function (input) { body.append(input.name, input.value); });
      var mine = asked = new AbortController();
      fetch(place.dataset.asks, { method: "POST", body: body, cache: "no-store", signal: mine.signal })
        .then(function (answer) {
          if (new URL(answer.url).pathname === "/" && !submitted) leave();
          return answer.ok ? answer.text() : "";
        })
        .then(function (text) {
          var came = new DOMParser().parseFromString(text, "text/html").getElementById(place.id);
          if (!came || mine !== asked) return;
          var head = came.querySelector("[data-said]");
          shown = true;
          put(Array.from(came.childNodes), head ? head.textContent : "");
        })
        .catch(function () {}); // the next letter asks again, and the button is there
    }

    inputs.forEach(function (input) {
      input.addEventListener("input", function (event) {
        if (event.isComposing) return;
        clearTimeout(timer);
        timer = setTimeout(ask, 120);
      });
      input.addEventListener("compositionend", function () {
        clearTimeout(timer);
        timer = setTimeout(ask, 120);
      });
      input.addEventListener("keydown", function (event) {
        var first = place.querySelector("a");
        if (event.key !== "ArrowDown" || !first) return;
        event.preventDefault();
        first.focus();
      });
    });
    place.addEventListener("keydown", function (event) {
      var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      var links = Array.from(place.querySelectorAll("a"));
      var at = links.indexOf(document.activeElement);
      if (!step || at < 0) return;
      event.preventDefault();
      (links[at + step] || (step < 0 ? inputs[0] : links[at])).focus();
    });
  });

  // How far an exchange is: the same page once more, as long as somebody is here.
  var going = document.querySelector("[data-going]");
  function look() {
    if (submitted || Date.now() - last > idle / 2) return;
    fetch(going.dataset.going, { cache: "no-store" })
      .then(function (answer) {
        if (new URL(answer.url).pathname === "/" && !submitted) leave();
        return answer.ok ? answer.text() : "";
      })
      .then(function (text) {
        var came = new DOMParser().parseFromString(text, "text/html").getElementById("going");
        if (!came) return;
        var held = going.contains(document.activeElement) && document.activeElement !== going;
        going.replaceChildren.apply(going, Array.from(came.childNodes));
        if (held) (going.querySelector("button") || going).focus();
        if (came.dataset.going) setTimeout(look, 1000);
      })
      .catch(function () {});
  }
  if (going && idle) setTimeout(look, 700);

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

  // The window for printing; without this file the words beside it say which keys do it.
  document.querySelectorAll("[data-prints]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
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
