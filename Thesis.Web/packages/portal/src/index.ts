export { PORTAL_CONTRACT, type PortalLink, type PortalModule } from './contract.ts';
export { useDraft } from './draft.ts';
export { useConnection, useFormats, useLocale, useNow, usePrefer, usePreferences } from './hooks.ts';
export { forgetKept, keep, keepUser, kept, keptUser } from './kept.ts';
export { connected, prefer, store, type AppState, type Connection, type Preferences } from './store.ts';
export { useUser, useVisitor, UserContext, type SignedInUser } from './user.ts';
// Addresses: every portal's router is the shell's.
export { Link, Redirect, Route, Switch as Routes, useLocation, useParams, useRoute, useSearch, useSearchParams } from 'wouter';
export { Provider as StoreProvider } from 'react-redux';
