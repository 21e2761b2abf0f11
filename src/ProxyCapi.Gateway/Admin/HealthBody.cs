using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ProxyCapi.Gateway.Admin;

/// <summary>The answer of a health endpoint: status and description of each check, no exceptions and no data.</summary>
internal static class HealthBody
{
    /// <summary>503 only if something is unhealthy: a degraded gateway serves the site, and taking it out of service would help nobody.</summary>
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.StatusCode = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(new
        {
            Status = report.Status.ToString(),
            Checks = report.Entries.ToDictionary(
                entry => entry.Key, entry => new { Status = entry.Value.Status.ToString(), entry.Value.Description }),
        }, context.RequestAborted);
    }
}
