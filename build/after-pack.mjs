/**
 * Flips Electron's fuses after packing and before signing. Every fuse is written out, and read back afterwards.
 * A program without the fuse wire fails the build; TIEFEN_STUB=1 (packaging checks without a real Electron) says so instead.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire, pathToFuseFile } from '@electron/fuses';

/** Documented mark in front of the fuse wire (electronjs.org, tutorial/fuses); @electron/fuses does not export its own. */
export const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** The demanded state of every fuse. Linux has no integrity validation of the asar. */
export function fuseTable(platform) {
  return {
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: platform !== 'linux',
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    [FuseV1Options.WasmTrapHandlers]: true,
  };
}

/** Flips the fuses of a program (or .app bundle) and throws unless every one then stands as demanded. */
export async function applyFuses(program, platform, { resetSignature = false } = {}) {
  const table = fuseTable(platform);
  await flipFuses(program, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: resetSignature,
    ...table,
  });
  const wire = await getCurrentFuseWire(program);
  for (const [fuse, on] of Object.entries(table)) {
    const state = wire[fuse];
    if (state !== (on ? FuseState.ENABLE : FuseState.DISABLE)) throw new Error(`fuse ${FuseV1Options[fuse]} is ${state}, wanted ${on}`);
  }
}

/** Where electron-builder has put the program. */
export function programPath({ appOutDir, electronPlatformName, packager }) {
  const { productFilename } = packager.appInfo;
  if (electronPlatformName === 'darwin') return join(appOutDir, `${productFilename}.app`);
  if (electronPlatformName === 'win32') return join(appOutDir, `${productFilename}.exe`);
  return join(appOutDir, packager.executableName);
}

const arm64 = 3;

/** Hook of electron-builder. */
export default async function afterPack(context) {
  const program = programPath(context);
  const platform = context.electronPlatformName;
  const isStub = !(await readFile(pathToFuseFile(program))).includes(sentinel);
  if (isStub && process.env.TIEFEN_STUB === '1') {
    console.log(`fuses NOT applied: ${program} is a stub without a fuse wire (TIEFEN_STUB=1)`);
    return;
  }
  await applyFuses(program, platform, { resetSignature: platform === 'darwin' && context.arch === arm64 });
  console.log(`fuses applied and read back: ${program}`);
}
