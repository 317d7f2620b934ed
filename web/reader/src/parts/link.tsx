/** Links to pages of the site. */
import type { AnchorHTMLAttributes } from 'react';
import { useInterface } from '../interface.js';
import { ownOf, pathUnder } from '../languages.js';

interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  /** A path without a language: the link stays in the reader's. */
  to: string;
}

export const Link = ({ to, ...given }: LinkProps) => <a {...given} href={pathUnder(useInterface().prefix, to)} />;

interface NamedLinkProps {
  to: { name: string; path: string };
  rel?: 'tag' | undefined;
}

/** To a source, a tag: its name may be of any direction. */
export const NamedLink = ({ to: { name, path }, rel }: NamedLinkProps) => (
  <Link to={path} rel={rel}>
    <bdi>{name}</bdi>
  </Link>
);

interface TitleLinkProps {
  to: { path: string; title: string; titleLanguage: string; titleDirection: 'RTL' | 'LTR' };
}

/** To an article. */
export const TitleLink = ({ to: { path, title, titleLanguage, titleDirection } }: TitleLinkProps) => (
  <Link to={path}>
    <bdi {...ownOf(titleLanguage, titleDirection)}>{title}</bdi>
  </Link>
);
