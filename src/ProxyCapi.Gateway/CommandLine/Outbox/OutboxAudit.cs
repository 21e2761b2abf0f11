using Microsoft.Extensions.Logging.Console;
using ProxyCapi.Storage;

namespace ProxyCapi.Gateway.CommandLine.Outbox;

/// <summary>Writes down what an operator changed: in <c>outbox.audit</c> and in the log, which goes to standard error.</summary>
internal sealed partial class OutboxAudit : IDisposable
{
    private readonly AuditFile _file;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;

    /// <exception cref="OutboxAccessException">The file cannot be written to.</exception>
    public OutboxAudit(OutboxRun run)
    {
        _file = new AuditFile(run.Files.Folder, Environment.UserName, run.Time);
        _loggers = LoggerFactory.Create(logging => logging
            .AddConfiguration(run.Location.Configuration.GetSection("Logging"))
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .AddSimpleConsole(console => (console.SingleLine, console.ColorBehavior) = (true, LoggerColorBehavior.Disabled)));
        _logger = _loggers.CreateLogger("ProxyCapi.Gateway.Outbox");
    }

    /// <summary>Writes one line.</summary>
    /// <param name="action">Action and counts; nothing of an event.</param>
    public void Write(string action) => Log.Changed(_logger, _file.Write(action));

    public void Dispose()
    {
        _file.Dispose();
        _loggers.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(2020, LogLevel.Information, "An operator changed the outbox: {Line}")]
        public static partial void Changed(ILogger logger, string line);
    }
}
