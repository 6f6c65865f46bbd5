const escape = (text) =>
  String(text).replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c]);

const page = (title, body) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} · thesis</title>
<style>
:root { color-scheme: light dark; --ground: #f4f1ea; --card: #fffdf9; --ink: #1f2a24; --dim: #55625a; --line: #cfd6cf; --brand: #1d6b45; --bad: #a3271c; }
@media (prefers-color-scheme: dark) { :root { --ground: #121714; --card: #1b221e; --ink: #eef3ef; --dim: #a9b6ad; --line: #36423b; --brand: #2f8f60; --bad: #ff9d92; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { width: min(400px, 100%); padding: 32px 28px; background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
h1 { margin: 0 0 4px; font-size: 22px; }
p { margin: 0 0 18px; color: var(--dim); }
label { display: block; margin: 14px 0 4px; font-weight: 600; }
input { width: 100%; padding: 11px 12px; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 8px; }
input:focus-visible, button:focus-visible { outline: 3px solid var(--brand); outline-offset: 1px; }
button { width: 100%; margin-top: 22px; padding: 12px; font: inherit; font-weight: 600; color: #fff; background: #1d6b45; border: 0; border-radius: 8px; cursor: pointer; }
[role=alert] { margin: 0 0 8px; color: var(--bad); font-weight: 600; }
details { margin-top: 20px; color: var(--dim); font-size: 14px; }
</style>
</head>
<body><main>${body}</main></body>
</html>`;

export const loginPage = ({ uid, login = '', error }) =>
  page(
    'Sign in',
    `<h1>Sign in to thesis</h1>
<p>Food that is left over, where it is needed.</p>
${error ? `<div role="alert" id="error">${escape(error)}</div>` : ''}
<form method="post" action="/interaction/${escape(uid)}" autocomplete="on">
<label for="login">Account</label>
<input id="login" name="login" required autofocus autocomplete="username" autocapitalize="none" spellcheck="false" value="${escape(login)}"${error ? ' aria-describedby="error"' : ''}>
<label for="password">Password</label>
<input id="password" name="password" type="password" required autocomplete="current-password">
<button type="submit">Sign in</button>
</form>
<details><summary>Demo accounts</summary>donor1 to donor8, ngo1 to ngo8, driver1 to driver32, dispatcher, admin. The command that started the system printed their password.</details>`,
  );

export const errorPage = (title, detail) =>
  page(title, `<h1>${escape(title)}</h1><p>${escape(detail)}</p><p>Go back to the page you came from and try again.</p>`);

/** `form` is the provider's own logout form; signing out was already asked for in the product, so it is sent at once. */
export const logoutPage = (form, nonce) =>
  page(
    'Signing out',
    `<h1>Signing out</h1>${form}<noscript><button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button></noscript>
<script nonce="${escape(nonce)}">
const form = document.getElementById('op.logoutForm');
const yes = document.createElement('input');
yes.type = 'hidden'; yes.name = 'logout'; yes.value = 'yes';
form.append(yes); form.submit();
</script>`,
  );
