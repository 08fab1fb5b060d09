"use strict";

// Thirty events, then the server ends the stream. Closing here keeps the browser from asking for another one.
const clock = document.getElementById("clock");
const state = document.getElementById("state");
const source = new EventSource("events");

source.addEventListener("tick", event => {
  clock.textContent = event.data;
  state.textContent = "Connected.";
});
source.addEventListener("error", () => {
  source.close();
  state.textContent = "The stream has ended.";
});
