using ProxyCapi.CrashTests.Commands;
using Spectre.Console;

return await CrashCommandLine.InvokeAsync(args, AnsiConsole.Console);
