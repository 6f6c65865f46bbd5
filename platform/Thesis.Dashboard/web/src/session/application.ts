import { createContext, useContext } from 'react';
import type { Application } from '../api/types.ts';

export const ApplicationContext = createContext<Application | null>(null);

export function useApplication(): Application {
  const application = useContext(ApplicationContext);
  if (!application) throw new Error('useApplication is used outside of a signed-in page.');
  return application;
}
