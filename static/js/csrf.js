// The token a request must show; read when it is needed, for signing in again changes it.

export function csrfToken() {
  return document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/)?.[1] ?? "";
}
