import { createHash, timingSafeEqual } from 'node:crypto';

// The demo accounts: one per role, several where a role has many people.
// All share the one password that the environment gives.

const digest = (text) => createHash('sha256').update(text, 'utf8').digest();

function* numbered(role, count, title) {
  for (let i = 1; i <= count; i++) {
    yield { login: `${role}${i}`, name: `${title} ${i}`, roles: [role] };
  }
}

export class Accounts {
  #byLogin = new Map();
  #bySubject = new Map();
  #password;

  constructor({ password, donors = 8, ngos = 8, drivers = 32 }) {
    if (!password) throw new Error('DEMO_PASSWORD must be set: it is the password of every demo account.');
    this.#password = digest(password);
    const all = [
      ...numbered('donor', donors, 'Donor'),
      ...numbered('ngo', ngos, 'Charity'),
      ...numbered('driver', drivers, 'Driver'),
      { login: 'dispatcher', name: 'Dispatcher', roles: ['dispatcher'] },
      { login: 'admin', name: 'Administrator', roles: ['admin'] },
    ];
    for (const account of all) {
      const full = { ...account, subject: `user-${account.login}` };
      this.#byLogin.set(account.login, full);
      this.#bySubject.set(full.subject, full);
    }
  }

  /** The account with this login and password, or undefined. Takes as long for a wrong login as for a wrong password. */
  verify(login, password) {
    const right = timingSafeEqual(digest(String(password ?? '')), this.#password);
    const account = this.#byLogin.get(String(login ?? '').trim().toLowerCase());
    return right ? account : undefined;
  }

  /** oidc-provider's findAccount. */
  find(subject) {
    const account = this.#bySubject.get(subject);
    if (!account) return undefined;
    return {
      accountId: subject,
      roles: account.roles,
      claims: () => ({ sub: subject, name: account.name, preferred_username: account.login, roles: account.roles }),
    };
  }
}
