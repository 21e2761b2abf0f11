using BenchmarkDotNet.Running;
using ProxyCapi.Benchmarks.Hosting;
using ProxyCapi.Benchmarks.InProcess;
using ProxyCapi.Benchmarks.Load;
using ProxyCapi.Benchmarks.Outbox;
using Spectre.Console;

// load       bare YARP, bare YARP again, ProxyCapi and the gateway side by side, over loopback
// inprocess  the same without sockets: what ProxyCapi adds to one request in microseconds and bytes
// outbox     events on disk per second, and from there to the Graph emulator
// micro      BenchmarkDotNet: single pieces
if (Console.IsOutputRedirected)
{
    // A file has no width; a table that is cut into narrow columns cannot be read.
    AnsiConsole.Profile.Width = 200;
}

return args switch
{
    ["role", var role, .. var rest] => await Role.RunAsync(role, rest),
    ["inprocess", .. var rest] => await InProcessCommand.RunAsync(rest),
    ["outbox", .. var rest] => await OutboxCommand.RunAsync(rest),
    ["micro", .. var rest] => Micro(rest),
    ["load", .. var rest] => await LoadCommand.RunAsync(rest),
    _ => Usage(),
};

static int Micro(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(Role).Assembly).Run(args);
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("Usage: load [--rounds N] [--requests N] [--only SCENARIO] | inprocess [--rounds N] [--requests N] | outbox [--rounds N] [--seconds N] [--backlog N] [--folder PATH] [--only enqueue|deliver] | micro [BenchmarkDotNet arguments]");
    return 64;
}
