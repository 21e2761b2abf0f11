// An existing YARP application and what ProxyCapi adds to it: one call here, one section in appsettings.json.
//
//   dotnet run --project samples/Shop            the site, at http://localhost:5080
//   dotnet run --project samples/GraphEmulator   stands in for Meta, at http://localhost:5090
//   dotnet run --project samples/MinimalProxy    this proxy, at http://localhost:8080: buy something there
var builder = WebApplication.CreateBuilder(args);

builder.Services.AddReverseProxy()
    .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
    .AddProxyCapi(); // reads section ProxyCapi

var app = builder.Build();
app.MapReverseProxy();
app.Run();
