// A worker of the page: computes the SHA-256 of a file piece by piece, saying how far it is.

import { Sha256 } from "./sha256.js";

const PIECE = 4 * 1024 * 1024;

addEventListener("message", async ({ data: file }) => {
  const digest = new Sha256();
  try {
    for (let at = 0; at < file.size; at += PIECE) {
      digest.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
      postMessage({ done: Math.min(at + PIECE, file.size) });
    }
    postMessage({ sha256: digest.hex() });
  } catch {
    postMessage({ fault: true });
  }
});
