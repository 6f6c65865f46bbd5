import type { ProfileRequest, ProfileResponse } from '@thesis/calls';
import { isLanguage, type Language, type WeightUnit } from '@thesis/i18n';

/** What is typed of a profile. */
export interface ProfileForm {
  readonly name: string;
  readonly language: string;
  readonly units: WeightUnit;
  /** Empty for the region's. */
  readonly timeZone: string;
  readonly isQuiet: boolean;
  readonly quietFrom: string;
  readonly quietUntil: string;
}

const USUAL_QUIET = { from: '22:00', until: '07:00' } as const;

/** A profile that nobody has stated yet begins as the device is set. */
export function profileOf(profile: ProfileResponse, device: { readonly language: Language; readonly weightUnit: WeightUnit }): ProfileForm {
  const stated = Number(profile.version) > 0;
  return {
    name: profile.name,
    language: stated ? profile.language : device.language,
    units: stated ? (profile.units as WeightUnit) : device.weightUnit,
    timeZone: profile.timeZone ?? '',
    isQuiet: profile.quietHours !== null,
    quietFrom: profile.quietHours?.from ?? USUAL_QUIET.from,
    quietUntil: profile.quietHours?.until ?? USUAL_QUIET.until,
  };
}

/** The request; null while quiet hours have no beginning or end. */
export function readProfile(form: ProfileForm): ProfileRequest | null {
  const quiet = [form.quietFrom, form.quietUntil].every((time) => /^\d\d:\d\d/.test(time));
  if (form.isQuiet && !quiet) return null;
  return {
    name: form.name.trim(), language: form.language, units: form.units, timeZone: form.timeZone === '' ? null : form.timeZone,
    quietHours: form.isQuiet ? { from: form.quietFrom.slice(0, 5), until: form.quietUntil.slice(0, 5) } : null,
  };
}

/** The language to show from now on; null when the portals do not have it. */
export const shownLanguage = (language: string): Language | null => {
  const base = language.split('-')[0];
  return isLanguage(base) ? base : null;
};
