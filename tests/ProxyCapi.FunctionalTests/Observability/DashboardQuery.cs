namespace ProxyCapi.FunctionalTests.Observability;

/// <summary>A query of a panel, with Grafana's variables filled in, and the labels that its legend names.</summary>
internal sealed record DashboardQuery(string Panel, string Expression, IReadOnlyList<string> LegendLabels);
