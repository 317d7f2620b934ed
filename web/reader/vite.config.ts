/** Two builds: the site for the server, with React in it, and what browsers load, under names that change with their content. */
import { defineConfig } from 'vite';

/** The first browsers that know logical properties: for older ones the build would write each side anew by a list of languages. */
const LOGICAL = ['chrome88', 'edge88', 'firefox78', 'safari14.1'];

export default defineConfig(({ isSsrBuild }) => ({
  base: '/assets/',
  publicDir: false,
  logLevel: 'warn',
  ssr: { noExternal: true },
  define: { 'process.env.NODE_ENV': '"production"' }, // React's own switch
  build: isSsrBuild
    ? { outDir: '../../dist/web/reader/server', emptyOutDir: true, target: 'node20' }
    : {
        outDir: '../../dist/web/reader/assets',
        assetsDir: '',
        emptyOutDir: true,
        manifest: true,
        target: 'es2020',
        cssTarget: LOGICAL,
        assetsInlineLimit: 0,
        rollupOptions: { input: ['src/client/page.ts', 'src/style/page.css'] },
      },
}));
