namespace GraphEmulator.Faults;

/// <summary>A fault and the requests that it is for. Make one with a factory method and narrow it with <c>with { Pixel = …, Count = … }</c>.</summary>
public sealed record GraphFault
{
    /// <summary>What goes wrong.</summary>
    public required GraphFaultKind Kind { get; init; }

    /// <summary>When it strikes. Default: after the body was read, before the commit.</summary>
    public GraphFaultStage Stage { get; init; }

    /// <summary>Only requests for this pixel. Default: all.</summary>
    public string? Pixel { get; init; }

    /// <summary>Only the next so many requests in its scope. Default: until it is removed.</summary>
    public int? Count { get; init; }

    /// <summary>Strikes with this probability, above 0 and at most 1. Default 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Seed of that chance: the same requests in the same order are struck again. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Only requests that hold an event whose id contains this text: a poisoned event.</summary>
    public string? EventIdContains { get; init; }

    /// <summary>Only requests that hold an event with exactly this id.</summary>
    public string? EventId { get; init; }

    /// <summary>Status of an <see cref="GraphFaultKind.Answer"/>. Default 500.</summary>
    public int Status { get; init; } = 500;

    /// <summary>Meta's error code in an <see cref="GraphFaultKind.Answer"/>. Default 2, a temporary failure.</summary>
    public int Code { get; init; } = 2;

    /// <summary>Meta's subcode in an <see cref="GraphFaultKind.Answer"/>. Default none.</summary>
    public int? Subcode { get; init; }

    /// <summary>The error's message. Default: that it is a fault of the emulator.</summary>
    public string? Message { get; init; }

    /// <summary>Whether the error says <c>is_transient</c>.</summary>
    public bool IsTransient { get; init; }

    /// <summary>The whole body of an <see cref="GraphFaultKind.Answer"/> instead of Meta's error JSON; may be empty.</summary>
    public string? Body { get; init; }

    /// <summary>Content type of <see cref="Body"/>. Default <c>text/html; charset=utf-8</c>.</summary>
    public string ContentType { get; init; } = "text/html; charset=utf-8";

    /// <summary>Headers of the answer, for <see cref="GraphFaultKind.Headers"/> and <see cref="GraphFaultKind.Answer"/>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Length of a <see cref="GraphFaultKind.Delay"/>, or pause before each byte of a <see cref="GraphFaultKind.SlowAnswer"/>. Default 100.</summary>
    public int Milliseconds { get; init; } = 100;

    /// <summary>How many events, the last ones, a <see cref="GraphFaultKind.Partial"/> leaves out. Default 1.</summary>
    public int Missing { get; init; } = 1;

    /// <summary>Texts of <see cref="GraphFaultKind.Warnings"/>.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>Whether it matters when it strikes; the others work on the answer.</summary>
    internal bool HasStage => Kind is GraphFaultKind.Answer or GraphFaultKind.Hang or GraphFaultKind.Drop or GraphFaultKind.Delay;

    /// <summary>An error as Meta words it.</summary>
    public static GraphFault Error(int status, int code, int? subcode = null, string? message = null) =>
        new() { Kind = GraphFaultKind.Answer, Status = status, Code = code, Subcode = subcode, Message = message };

    /// <summary>Any other answer.</summary>
    public static GraphFault Answer(int status, string body, string contentType = "text/html; charset=utf-8") =>
        new() { Kind = GraphFaultKind.Answer, Status = status, Body = body, ContentType = contentType };

    /// <summary>No answer at all.</summary>
    public static GraphFault Hang(GraphFaultStage stage = GraphFaultStage.BeforeCommit) => new() { Kind = GraphFaultKind.Hang, Stage = stage };

    /// <summary>A reset connection.</summary>
    public static GraphFault Drop(GraphFaultStage stage = GraphFaultStage.BeforeCommit) => new() { Kind = GraphFaultKind.Drop, Stage = stage };

    /// <summary>A wait before going on.</summary>
    public static GraphFault Delay(TimeSpan time, GraphFaultStage stage = GraphFaultStage.BeforeCommit) =>
        new() { Kind = GraphFaultKind.Delay, Milliseconds = (int)time.TotalMilliseconds, Stage = stage };

    /// <summary>An answer that trickles.</summary>
    public static GraphFault SlowAnswer(TimeSpan pause) => new() { Kind = GraphFaultKind.SlowAnswer, Milliseconds = (int)pause.TotalMilliseconds };

    /// <summary>Headers on whatever is answered.</summary>
    public static GraphFault WithHeaders(params (string Name, string Value)[] headers) =>
        new() { Kind = GraphFaultKind.Headers, Headers = headers.ToDictionary(header => header.Name, header => header.Value) };

    /// <summary>A success for fewer events than were sent; the last ones are not committed.</summary>
    public static GraphFault Partial(int missing) => new() { Kind = GraphFaultKind.Partial, Missing = missing };

    /// <summary>Messages in a success.</summary>
    public static GraphFault Warnings(params IReadOnlyList<string> messages) => new() { Kind = GraphFaultKind.Warnings, Messages = messages };

    /// <summary>Half of the answer's JSON.</summary>
    public static GraphFault TruncatedAnswer() => new() { Kind = GraphFaultKind.TruncatedAnswer };

    /// <summary>What is wrong with this fault, or <see langword="null"/>.</summary>
    internal string? Validate() => this switch
    {
        { Probability: not (> 0 and <= 1) } => "Probability must be above 0 and at most 1.",
        { Count: < 1 } => "Count must be at least 1.",
        { Status: < 200 or > 599 } => "Status must be 200 to 599.",
        { Status: 204 or 304 or 205, Body: not "" } => "An answer with this status has no body; set it to an empty text.",
        { Milliseconds: < 0 } => "Milliseconds must not be below zero.",
        { Missing: < 1 } => "Missing must be at least 1.",
        { EventId: "" } or { EventIdContains: "" } => "An event id to look for must not be empty.",
        { Stage: GraphFaultStage.BeforeRead } when EventId is not null || EventIdContains is not null =>
            "A fault that strikes before the body is read cannot depend on an event id.",
        { Stage: not GraphFaultStage.BeforeCommit, HasStage: false } =>
            "Only answer, hang, drop and delay have a stage.",
        _ => null,
    };
}
