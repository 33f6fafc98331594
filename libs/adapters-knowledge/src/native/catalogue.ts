import type { NativeDestination, NativeSource } from './native-connector';

/** How a connector is loaded: on first use, with what it needs, and never when nobody uses it. */
export const NATIVE_SOURCES: Readonly<Record<string, () => Promise<NativeSource>>> = {
};

export const NATIVE_DESTINATIONS: Readonly<Record<string, () => Promise<NativeDestination>>> = {
};
