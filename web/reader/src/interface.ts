/** What a page speaks, and how its links stay in the language that was chosen: every part of a page has it from here. */
import { createContext, use } from 'react';
import { type Language, type Prefix, prefixOf } from './languages.js';
import { TEXTS, type Texts } from './texts/texts.js';

/** A language to read in, as one address has it. */
export interface Interface {
  language: Language;
  texts: Texts;
  /** Of every link to a page. Arabic that was chosen by its address stays so against the wish of the browser: `/ar`. */
  prefix: Prefix;
}

/** `named` is whether the address names the language, instead of leaving it to the browser. */
export const interfaceIn = (language: Language, named: boolean): Interface => ({
  language,
  texts: TEXTS[language],
  prefix: named ? `/${language}` : prefixOf(language),
});

/** React's way to hand it down. */
export const InterfaceContext = createContext<Interface>(interfaceIn('ar', false));

/** That of the page which is being written. */
export const useInterface = (): Interface => use(InterfaceContext);
