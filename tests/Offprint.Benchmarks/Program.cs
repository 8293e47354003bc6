using TorchSharp;
Console.WriteLine(Offprint.Tensors.LibTorch.EnsureLoaded());
Console.WriteLine(torch.ones(3).sum().ToDouble());
