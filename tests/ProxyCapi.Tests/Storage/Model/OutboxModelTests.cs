using CsCheck;

namespace ProxyCapi.Tests.Storage.Model;

/// <summary>
/// Random lives of an outbox against a model of what everybody may expect of it (delivery.md section 7). A failure prints the shortest life that was
/// found and its seed: <c>CsCheck_Seed=… dotnet test --filter OutboxModelTests</c> runs it again.
/// </summary>
public class OutboxModelTests
{
    private const int Lives = 1000;

    private static readonly Gen<OutboxStepKind> Kinds = Gen.Frequency(
        (20, OutboxStepKind.Append),
        (20, OutboxStepKind.Lease),
        (16, OutboxStepKind.Post),
        (14, OutboxStepKind.Settle),
        (3, OutboxStepKind.GiveBack),
        (8, OutboxStepKind.Pass),
        (3, OutboxStepKind.Jump),
        (5, OutboxStepKind.Fail),
        (2, OutboxStepKind.Full),
        (3, OutboxStepKind.Free),
        (3, OutboxStepKind.Reopen),
        (3, OutboxStepKind.Crash),
        (3, OutboxStepKind.CrashInCommit),
        (4, OutboxStepKind.SetAside),
        (2, OutboxStepKind.Damage),
        (1, OutboxStepKind.Rot));

    [Fact]
    public async Task Outbox_AnyLife_KeepsWhatItPromised()
    {
        var steps = Gen.Select(Kinds, Gen.Int[0, 7], Gen.Int[0, 7], (kind, a, b) => new OutboxStep(kind, a, b)).Array[1, 40];
        await Gen.Select(steps, Gen.Bool, Gen.Bool).SampleAsync(
            async life =>
            {
                var (happens, isHolding, keepsAccepted) = life;
                await using var model = await OutboxModel.OpenAsync(isHolding, keepsAccepted);
                await model.RunAsync(happens);
            },
            iter: Lives,
            print: life => $"{string.Join(" ", life.Item1)} holding: {life.Item2} keeping: {life.Item3}");
    }
}
