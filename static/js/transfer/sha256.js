// SHA-256 (FIPS 180-4) a piece at a time: the browser's own wants the whole file in memory.

const K = new Int32Array(64);
const START = new Int32Array(8);

// The first 32 bits of the fractional parts of roots of the first primes (FIPS 180-4, 4.2.2, 5.3.3).
for (let candidate = 2, found = 0; found < 64; candidate += 1) {
  let isPrime = true;
  for (let factor = 2; factor * factor <= candidate; factor += 1) {
    if (candidate % factor === 0) isPrime = false;
  }
  if (!isPrime) continue;
  if (found < 8) START[found] = fraction(Math.sqrt(candidate));
  K[found] = fraction(Math.cbrt(candidate));
  found += 1;
}

function fraction(number) {
  return ((number - Math.floor(number)) * 0x100000000) | 0;
}

export class Sha256 {
  constructor() {
    this.state = START.slice();
    this.rest = new Uint8Array(64);
    this.waiting = 0; // bytes of `rest` that are filled
    this.length = 0; // bytes altogether
  }

  update(bytes) {
    this.length += bytes.length;
    let place = 0;
    if (this.waiting) {
      place = Math.min(64 - this.waiting, bytes.length);
      this.rest.set(bytes.subarray(0, place), this.waiting);
      this.waiting += place;
      if (this.waiting < 64) return this;
      mix(this.state, this.rest, 0, 64);
      this.waiting = 0;
    }
    const end = bytes.length - ((bytes.length - place) % 64);
    mix(this.state, bytes, place, end);
    place = end;
    this.rest.set(bytes.subarray(place));
    this.waiting = bytes.length - place;
    return this;
  }

  hex() {
    const length = this.length;
    const end = new Uint8Array(this.waiting < 56 ? 64 - this.waiting : 128 - this.waiting);
    end[0] = 0x80;
    const view = new DataView(end.buffer);
    view.setUint32(end.length - 8, Math.floor(length / 0x20000000));
    view.setUint32(end.length - 4, (length << 3) >>> 0);
    this.update(end);
    return [...this.state].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }
}

const words = new Int32Array(64);

function mix(state, bytes, from, end) {
  let A = state[0], B = state[1], C = state[2], D = state[3];
  let E = state[4], F = state[5], G = state[6], H = state[7];
  for (let at = from; at < end; ) {
    for (let i = 0; i < 16; i += 1, at += 4) {
      words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    }
    for (let i = 16; i < 64; i += 1) {
      const x = words[i - 15];
      const y = words[i - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
    }
    let a = A, b = B, c = C, d = D, e = E, f = F, g = G, h = H;
    for (let i = 0; i < 64; i += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + (g ^ (e & (f ^ g))) + K[i] + words[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0;
      d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    A = (A + a) | 0; B = (B + b) | 0; C = (C + c) | 0; D = (D + d) | 0;
    E = (E + e) | 0; F = (F + f) | 0; G = (G + g) | 0; H = (H + h) | 0;
  }
  state.set([A, B, C, D, E, F, G, H]);
}

export function sha256(bytes) {
  return new Sha256().update(bytes).hex();
}
