import type { ConsentResponse, ProfileResponse } from '@thesis/calls';
import { describe, expect, it } from 'vitest';
import { CONSENT_VERSION, stateOf } from '../src/consent-state.ts';
import { profileOf, readProfile, shownLanguage } from '../src/profile-form.ts';

describe('a profile', () => {
  const device = { language: 'es', weightUnit: 'lb' } as const;
  const unstated = { userId: 'u', version: 0, name: '', language: 'en', units: 'kg', timeZone: null, quietHours: null } as unknown as ProfileResponse;

  it('that nobody has stated begins as the device is set', () => {
    expect(profileOf(unstated, device)).toMatchObject({ language: 'es', units: 'lb', timeZone: '', isQuiet: false });
  });

  it('that was stated goes before the device, and comes back as it was', () => {
    const stated = { ...unstated, version: 3, name: 'Ana', timeZone: 'Europe/Madrid', quietHours: { from: '21:30', until: '06:00' } } as unknown as ProfileResponse;
    expect(readProfile(profileOf(stated, device))).toEqual({ name: 'Ana', language: 'en', units: 'kg', timeZone: 'Europe/Madrid', quietHours: { from: '21:30', until: '06:00' } });
  });

  it('needs both ends of the quiet hours, unless there are none', () => {
    const form = { ...profileOf(unstated, device), quietUntil: '' };
    expect(readProfile({ ...form, isQuiet: true })).toBeNull();
    expect(readProfile(form)?.quietHours).toBeNull();
  });

  it('changes the page to its language where the portals have it', () => {
    expect([shownLanguage('es-MX'), shownLanguage('de')]).toEqual(['es', null]);
  });
});

describe('a consent', () => {
  const decision = (kind: string, version: string, given: boolean) => ({ kind, version, given, at: '2026-12-01T10:00:00Z' }) as ConsentResponse;

  it('stands as it was decided last, on the words of today', () => {
    const decisions = [decision('email', CONSENT_VERSION, false), decision('email', CONSENT_VERSION, true), decision('terms', CONSENT_VERSION, true), decision('photos', '2025-01', true)];
    expect((['email', 'terms', 'photos', 'sms'] as const).map((kind) => stateOf(decisions, kind).state)).toEqual(['refused', 'given', 'older', 'undecided']);
  });
});
