using ProxyCapi.Gateway.CommandLine;

return await GatewayCommandLine.InvokeAsync(args, Console.Out, Console.Error);
