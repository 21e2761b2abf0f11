using BenchmarkDotNet.Running;
using ProxyCapi.Benchmarks.Hosting;
using ProxyCapi.Benchmarks.InProcess;
using ProxyCapi.Benchmarks.Load;

// load       bare YARP, bare YARP again, ProxyCapi and the gateway side by side, over loopback
// inprocess  the same without sockets: what ProxyCapi adds to one request in microseconds and bytes
// micro      BenchmarkDotNet: single pieces
return args switch
{
    ["role", var role, .. var rest] => await Role.RunAsync(role, rest),
    ["inprocess", .. var rest] => await InProcessCommand.RunAsync(rest),
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
    Console.Error.WriteLine("Usage: load [--rounds N] [--requests N] [--only SCENARIO] | inprocess [--rounds N] [--requests N] | micro [BenchmarkDotNet arguments]");
    return 64;
}
