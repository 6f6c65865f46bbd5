import { ThesisTheme } from '@thesis/ui';
import { renderToStaticMarkup } from 'react-dom/server';
import en from './messages/en.json';
import { Welcome } from './Welcome.tsx';

type Tree = { readonly [name: string]: string | Tree };

const words = (name: string): string => name.split('.').reduce<string | Tree>((at, part) => (typeof at === 'string' ? at : at[part] ?? ''), en as Tree) as string;

/** The public page as HTML, in English. */
export const prerender = (): string =>
  renderToStaticMarkup(
    <ThesisTheme>
      <main style={{ padding: 16 }}>
        <Welcome text={words} />
      </main>
    </ThesisTheme>,
  );
