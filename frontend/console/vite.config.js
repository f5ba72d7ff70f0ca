import { brotliCompressSync, gzipSync, constants } from "node:zlib";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vite";

const OUT = new URL("../../src/quanheng/console/static/console", import.meta.url).pathname;

// The web process serves what lies beside a file with .br or .gz appended, so that it never compresses while answering.
const compressed = {
  name: "compressed-copies",
  closeBundle() {
    for (const name of readdirSync(OUT).filter((file) => /\.(js|css|svg)$/.test(file))) {
      const bytes = readFileSync(join(OUT, name));
      writeFileSync(join(OUT, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
      writeFileSync(join(OUT, `${name}.br`), brotliCompressSync(bytes, { params }));
    }
  },
};

export default defineConfig({
  base: "/static/console/",
  publicDir: false,
  build: {
    outDir: OUT,
    emptyOutDir: true,
    assetsDir: "",
    manifest: "manifest.json",
    target: "es2022",
    rollupOptions: { input: ["src/main.js", "src/styles.css"] },
    chunkSizeWarningLimit: 600,
  },
  plugins: [compressed],
});
