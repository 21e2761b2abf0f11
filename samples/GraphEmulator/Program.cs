using GraphEmulator;

await GraphEmulatorApplication.Create(args).RunAsync();
