namespace ProxyCapi.Gateway.CommandLine;

/// <summary>Runs the proxy until it is told to stop, and says in one message why it cannot.</summary>
internal static partial class GatewayRun
{
    /// <summary>Runs.</summary>
    /// <param name="args">The whole command line.</param>
    /// <param name="error">Where configuration failures are written.</param>
    /// <param name="cancellationToken">Stops the proxy.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter error, CancellationToken cancellationToken)
    {
        WebApplication app;
        try
        {
            app = GatewayApplication.Create(args);
        }
        catch (GatewayConfigurationException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return ExitCode.BadConfiguration;
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            // A configuration file that is no JSON, or a value ASP.NET itself cannot read.
            await error.WriteLineAsync($"The configuration cannot be read: {exception.Message} {exception.GetBaseException().Message}");
            return ExitCode.BadConfiguration;
        }

        return await RunAsync(app, cancellationToken);
    }

    private static async Task<int> RunAsync(WebApplication app, CancellationToken cancellationToken)
    {
        await using (app)
        {
            try
            {
                await app.StartAsync(cancellationToken);
                await app.WaitForShutdownAsync(cancellationToken);
                return ExitCode.Success;
            }
            catch (OperationCanceledException)
            {
                // Told to stop before it had started, or a part of it did not end in the time of the stop: stopped it is.
                Log.CutShort(app.Logger);
                return ExitCode.Success;
            }
            catch (IOException exception)
            {
                Log.CannotListen(app.Logger, exception.Message);
            }
#pragma warning disable CA1031 // The last place before the process ends: whatever it was, it is logged.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.Ended(app.Logger, exception);
            }

            return ExitCode.Failure;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2010, LogLevel.Critical,
            "{Reason} Free the address, or choose another one: --urls for the public listener, --ProxyCapi:Admin:Url for the operator's.")]
        public static partial void CannotListen(ILogger logger, string reason);

        [LoggerMessage(2011, LogLevel.Critical, "The gateway ended unexpectedly.")]
        public static partial void Ended(ILogger logger, Exception exception);

        [LoggerMessage(2012, LogLevel.Warning, "The stop was cut short: not everything came to its end in time. Events are on disk and go out after the next start.")]
        public static partial void CutShort(ILogger logger);
    }
}
